if [ -n "${BASH_VERSION-}${ZSH_VERSION-}" ]; then
  __postern_place() {
    local LC_ALL=C i c;
    if [ -n "${ZSH_VERSION-}" ]; then setopt localoptions nomultibyte noksharrays; fi;
    printf '\033]7;file://%s' "${HOST-${HOSTNAME-}}";
    for ((i = 0; i < ${#PWD}; i++)); do
      c="${PWD:$i:1}";
      case "$c" in
        [a-zA-Z0-9/._~-]) printf '%s' "$c" ;;
        *) printf -v c '%d' "'$c"; printf '%%%02X' "$((c & 255))" ;;
      esac;
    done;
    printf '\007';
  };
  __postern_done() {
    local code=$?;
    printf '\033]133;D;%s\007' "$code";
    __postern_place;
    return "$code";
  };
  __postern_mark() {
    local code=$?;
    case "${PS1-}" in
      *'133;A'*) ;;
      *)
        if [ -n "${ZSH_VERSION-}" ]; then
          PS1=$'%{\033]133;A\007%}'"${PS1-}"$'%{\033]133;B\007%}';
        else
          PS1='\[\e]133;A\a\]'"${PS1-}"'\[\e]133;B\a\]';
        fi ;;
    esac;
    return "$code";
  };
  if [ -n "${ZSH_VERSION-}" ]; then
    __postern_run() { printf '\033]133;C\007'; };
    autoload -Uz add-zsh-hook;
    typeset -ga precmd_functions;
    precmd_functions=(__postern_done ${precmd_functions:#__postern_*} __postern_mark);
    add-zsh-hook preexec __postern_run;
  else
    case "${PS0-}" in *'133;C'*) ;; *) PS0="${PS0-}"'\e]133;C\a' ;; esac;
    case "$(declare -p PROMPT_COMMAND 2>/dev/null)" in
      *__postern_mark*) ;;
      'declare -a'*)
        PROMPT_COMMAND[0]=$'__postern_done\n'"${PROMPT_COMMAND[0]-}";
        PROMPT_COMMAND+=(__postern_mark) ;;
      *) PROMPT_COMMAND=$'__postern_done\n'"${PROMPT_COMMAND-}"$'\n__postern_mark' ;;
    esac;
  fi;
fi
