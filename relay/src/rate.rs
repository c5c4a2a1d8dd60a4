//! How often one may try to sign in: token buckets by client address and by account, with time passed in.
//!
//! A bucket is one instant, the one at which it is full again (the generic cell rate algorithm of ITU-T I.371):
//! nothing runs in the background, and a bucket that is full need not be remembered at all.

mod account;

use std::collections::hash_map::RandomState;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher as _, Hash};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::config::{Bucket, SignInLimits};

pub(crate) use account::account;

/// Tokens an attempt takes.
const ATTEMPT: u32 = 1;

/// Tokens a refused credential takes beside those of the attempt: guesses are what this is about.
const FAILURE: u32 = 4;

/// Buckets of each kind that are remembered: a few hundred KiB.
const BUCKETS: usize = 16_384;

/// Judges attempts to sign in.
#[derive(Debug)]
pub(crate) struct SignInLimiter {
    buckets: Mutex<(Buckets<IpAddr>, Buckets<u64>)>,
    /// Accounts are remembered by a keyed hash, so that long names take no memory.
    hasher: RandomState,
}

/// Buckets of one kind.
#[derive(Debug)]
struct Buckets<K> {
    limit: Bucket,
    capacity: usize,
    /// When each is full again.
    full_at: HashMap<K, Instant>,
}

impl SignInLimiter {
    /// A limiter whose buckets are all full.
    #[must_use]
    pub(crate) fn new(limits: &SignInLimits) -> Self {
        Self::with_capacity(limits, BUCKETS)
    }

    fn with_capacity(limits: &SignInLimits, capacity: usize) -> Self {
        let buckets =
            (Buckets::new(limits.per_address, capacity), Buckets::new(limits.per_account, capacity));
        Self { buckets: Mutex::new(buckets), hasher: RandomState::new() }
    }

    /// Takes the tokens of one attempt, which may lead through several accounts: each of them counts.
    ///
    /// # Errors
    /// The time after which the attempt would be let through. Nothing was taken then.
    pub(crate) fn check(
        &self,
        now: Instant,
        address: IpAddr,
        accounts: &[impl AsRef<str>],
    ) -> Result<(), Duration> {
        let address = network(address);
        let on_the_way: BTreeSet<u64> = accounts.iter().map(|account| self.hash(account.as_ref())).collect();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let (addresses, accounts) = &mut *buckets;
        let waits = on_the_way.iter().map(|account| accounts.wait(now, account));
        let wait = waits.fold(addresses.wait(now, &address), Duration::max);
        if !wait.is_zero() {
            return Err(wait);
        }
        addresses.take(now, address, ATTEMPT);
        for account in on_the_way {
            accounts.take(now, account, ATTEMPT);
        }
        Ok(())
    }

    /// Takes the further tokens of an attempt whose credential was refused.
    pub(crate) fn failed(&self, now: Instant, address: IpAddr, account: &str) {
        let (address, account) = (network(address), self.hash(account));
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.0.take(now, address, FAILURE);
        buckets.1.take(now, account, FAILURE);
    }

    fn hash(&self, account: &str) -> u64 {
        // Host names are the same in any case; user names that differ in case only may share a bucket.
        self.hasher.hash_one(account.to_lowercase())
    }
}

impl<K: Eq + Hash + Clone> Buckets<K> {
    fn new(limit: Bucket, capacity: usize) -> Self {
        Self { limit, capacity, full_at: HashMap::new() }
    }

    /// Time until this bucket holds the token of an attempt.
    fn wait(&self, now: Instant, key: &K) -> Duration {
        let missing = self.full_at.get(key).map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        let Bucket { burst, refill } = self.limit;
        (missing + refill * ATTEMPT).saturating_sub(refill * burst)
    }

    /// Takes tokens out of a bucket, if need be on credit: at most what one failure takes, so that many at the
    /// same moment cannot lock an account for longer than one does.
    fn take(&mut self, now: Instant, key: K, tokens: u32) {
        let Bucket { burst, refill } = self.limit;
        self.make_room(now, &key);
        let full_at = self.full_at.entry(key).or_insert(now);
        let after = (*full_at).max(now) + refill * tokens;
        *full_at = after.min(now + refill * burst.saturating_add(FAILURE));
    }

    /// Forgets the buckets that are full, and if that is not enough the one that is soonest.
    fn make_room(&mut self, now: Instant, key: &K) {
        if self.full_at.len() < self.capacity || self.full_at.contains_key(key) {
            return;
        }
        self.full_at.retain(|_, full_at| *full_at > now);
        if self.full_at.len() >= self.capacity
            && let Some(soonest) = self.full_at.iter().min_by_key(|(_, at)| **at).map(|(key, _)| key.clone())
        {
            self.full_at.remove(&soonest);
        }
    }
}

/// What counts as one client: an IPv4 address, or the /64 network that one IPv6 user has (RFC 6177).
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::{Bucket, SignInLimiter, SignInLimits};

    const SECOND: Duration = Duration::from_secs(1);

    fn limits(per_address: u32, per_account: u32) -> SignInLimits {
        let bucket = |burst| Bucket { burst, refill: SECOND };
        SignInLimits { per_address: bucket(per_address), per_account: bucket(per_account) }
    }

    fn limiter(per_address: u32, per_account: u32) -> SignInLimiter {
        SignInLimiter::new(&limits(per_address, per_account))
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_burst_passes_then_one_passes_each_time_a_token_is_back() {
        let (limiter, now, from) = (limiter(3, 100), Instant::now(), address("192.0.2.1"));
        for _ in 0..3 {
            assert_eq!(limiter.check(now, from, &["a"]), Ok(()));
        }
        assert_eq!(limiter.check(now, from, &["a"]), Err(SECOND));
        assert_eq!(limiter.check(now + SECOND / 4, from, &["a"]), Err(SECOND * 3 / 4));
        assert_eq!(limiter.check(now + SECOND, from, &["a"]), Ok(()));
        assert_eq!(limiter.check(now + SECOND, from, &["a"]), Err(SECOND));
        assert_eq!(limiter.check(now + SECOND * 60, from, &["a"]), Ok(()));
    }

    #[test]
    fn a_refused_attempt_takes_nothing_from_either_bucket() {
        let (limiter, now) = (limiter(1, 1), Instant::now());
        assert_eq!(limiter.check(now, address("192.0.2.1"), &["a"]), Ok(()));
        for _ in 0..9 {
            assert_eq!(limiter.check(now, address("192.0.2.1"), &["b"]), Err(SECOND));
            assert_eq!(limiter.check(now, address("192.0.2.2"), &["a"]), Err(SECOND));
        }
        assert_eq!(limiter.check(now, address("192.0.2.2"), &["b"]), Ok(()));
    }

    #[test]
    fn an_account_is_limited_whoever_tries_and_however_it_is_written() {
        let (limiter, now) = (limiter(100, 2), Instant::now());
        assert_eq!(limiter.check(now, address("192.0.2.1"), &["root@web:22"]), Ok(()));
        assert_eq!(limiter.check(now, address("2001:db8::1"), &["root@WEB:22"]), Ok(()));
        assert_eq!(limiter.check(now, address("198.51.100.1"), &["root@web:22"]), Err(SECOND));
        assert_eq!(limiter.check(now, address("198.51.100.1"), &["root@db:22"]), Ok(()));
    }

    #[test]
    fn every_account_on_the_way_is_looked_at_and_counts_once() {
        let (limiter, now, from) = (limiter(100, 2), Instant::now(), address("192.0.2.1"));
        assert_eq!(limiter.check(now, from, &["hop", "hop", "a"]), Ok(()));
        assert_eq!(limiter.check(now, from, &["hop", "b"]), Ok(()));
        assert_eq!(limiter.check(now, from, &["hop", "c"]), Err(SECOND));
        // Nothing was taken from the others then.
        for _ in 0..2 {
            assert_eq!(limiter.check(now, from, &["c"]), Ok(()));
        }
        assert_eq!(limiter.check(now, from, &["a"]), Ok(()));
    }

    #[test]
    fn one_client_is_an_ipv4_address_or_an_ipv6_network() {
        let (limiter, now) = (limiter(1, 100), Instant::now());
        assert_eq!(limiter.check(now, address("2001:db8:0:1::1"), &["a"]), Ok(()));
        assert_eq!(limiter.check(now, address("2001:db8:0:1:ffff::2"), &["a"]), Err(SECOND));
        assert_eq!(limiter.check(now, address("2001:db8:0:2::1"), &["a"]), Ok(()));
        assert_eq!(limiter.check(now, address("192.0.2.1"), &["a"]), Ok(()));
        assert_eq!(limiter.check(now, address("::ffff:192.0.2.1"), &["a"]), Err(SECOND));
        assert_eq!(limiter.check(now, address("192.0.2.2"), &["a"]), Ok(()));
    }

    #[test]
    fn a_refused_credential_counts_as_five_attempts() {
        let (limiter, now, from) = (limiter(100, 10), Instant::now(), address("192.0.2.1"));
        for _ in 0..2 {
            assert_eq!(limiter.check(now, from, &["a"]), Ok(()));
            limiter.failed(now, from, "a");
        }
        assert_eq!(limiter.check(now, from, &["a"]), Err(SECOND));
        // From here on one guess passes in the time of five tokens.
        assert_eq!(limiter.check(now + SECOND, from, &["a"]), Ok(()));
        limiter.failed(now + SECOND, from, "a");
        assert_eq!(limiter.check(now + SECOND, from, &["a"]), Err(SECOND * 5));
    }

    #[test]
    fn many_failures_at_once_lock_an_account_no_longer_than_one() {
        let (limiter, now, from) = (limiter(1000, 50), Instant::now(), address("192.0.2.1"));
        for _ in 0..50 {
            assert_eq!(limiter.check(now, from, &["a"]), Ok(()));
        }
        for _ in 0..50 {
            limiter.failed(now, from, "a");
        }
        assert_eq!(limiter.check(now, from, &["a"]), Err(SECOND * 5));
    }

    #[test]
    fn memory_is_bounded_and_the_worst_offender_is_remembered_longest() {
        let (limiter, now) = (SignInLimiter::with_capacity(&limits(10, 10), 16), Instant::now());
        let worst = address("192.0.2.1");
        while limiter.check(now, worst, &["a"]).is_ok() {}
        for number in 0..1000u32 {
            let from = IpAddr::from([10, 0, (number >> 8) as u8, number as u8]);
            let _ = limiter.check(now, from, &[number.to_string()]);
        }
        let lens = |limiter: &SignInLimiter| {
            let buckets = limiter.buckets.lock().unwrap();
            (buckets.0.full_at.len(), buckets.1.full_at.len())
        };
        assert_eq!(lens(&limiter), (16, 16));
        assert!(limiter.check(now, worst, &["b"]).is_err());
        // Once they are full again they cost nothing.
        assert_eq!(limiter.check(now + SECOND * 60, address("203.0.113.1"), &["c"]), Ok(()));
        assert_eq!(lens(&limiter), (1, 1));
    }

    proptest! {
        #[test]
        fn no_more_pass_than_the_burst_and_what_came_back(
            burst in 1u32..20, refill in 1u64..50, steps in prop::collection::vec((0u64..100, any::<bool>()), 1..200),
        ) {
            let bucket = Bucket { burst, refill: Duration::from_millis(refill) };
            let limiter = SignInLimiter::new(&SignInLimits { per_address: bucket, per_account: bucket });
            let (start, from) = (Instant::now(), address("192.0.2.1"));
            let (mut elapsed, mut passed) = (0, 0);
            for (step, fails) in steps {
                elapsed += step;
                let now = start + Duration::from_millis(elapsed);
                match limiter.check(now, from, &["a"]) {
                    Ok(()) => {
                        passed += 1;
                        if fails {
                            limiter.failed(now, from, "a");
                        }
                    }
                    Err(wait) => {
                        // It says how long to wait, neither less nor more.
                        let just_before = now + wait - Duration::from_nanos(1);
                        prop_assert!(limiter.check(just_before, from, &["a"]).is_err());
                        prop_assert!(wait <= Duration::from_millis(refill * 5));
                    }
                }
                prop_assert!(passed <= u64::from(burst) + elapsed / refill);
            }
        }
    }
}
