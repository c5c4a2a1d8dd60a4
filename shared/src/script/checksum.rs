//! What tells that somebody else changed a file meanwhile.

/// What `cksum` prints of these bytes: their checksum and their number (POSIX, cksum).
pub(crate) fn checksum(bytes: &[u8]) -> String {
    let mut length = bytes.len();
    let digits = std::iter::from_fn(|| {
        let digit = u8::try_from(length & 0xff).ok().filter(|_| length > 0);
        length >>= 8;
        digit
    });
    let sum = bytes.iter().copied().chain(digits).fold(0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte) << 24, |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { sum << 1 ^ 0x04c1_1db7 }
        })
    });
    format!("{} {}", !sum, bytes.len())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::checksum;

    #[test]
    fn a_checksum_is_what_cksum_prints() {
        assert_eq!(checksum(b""), "4294967295 0");
        assert_eq!(checksum(b"hello\n"), "3015617425 6");
        assert_eq!(checksum(&[b'x'; 300]), "3786917833 300");
    }
}
