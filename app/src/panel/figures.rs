//! What two looks at a target come to, as figures with a history: pure.

use postern_shared::script::monitor::{Flow, Frame, Rates};

use super::series::{Subject, Values};

/// Most cores that have a history of their own.
const CORES: usize = 64;
/// Most devices of a kind that have one.
const DEVICES: usize = 32;

/// The figures of a look, and of what happened since the one before.
pub(crate) fn of(frame: &Frame, rates: &Rates) -> Vec<(Subject, Values)> {
    let mut all = Vec::new();
    let percent = |part: f64| one(part * 100.0);
    all.extend(rates.busy.map(|busy| (Subject::Cpu, percent(busy))));
    all.extend(frame.load.map(|[one, five, fifteen]| (Subject::Load, values(one, five, fifteen))));
    if let Some(memory) = frame.memory {
        let used = memory.total.saturating_sub(memory.available);
        all.push((Subject::Memory, values(used as f64, memory.cache as f64, memory.total as f64)));
        if memory.swap > 0 {
            all.push((Subject::Swap, values(memory.swap_used as f64, memory.swap as f64, f64::NAN)));
        }
    }
    let both = |(incoming, outgoing): (f64, f64)| values(incoming, outgoing, f64::NAN);
    let each = |flow: &Flow| both((flow.incoming, flow.outgoing));
    all.extend(Flow::sum(&rates.disks).map(|sum| (Subject::Disks, both(sum))));
    all.extend(Flow::sum(&rates.links).map(|sum| (Subject::Links, both(sum))));
    let hottest = frame.sensors.iter().map(|sensor| sensor.millidegrees).max();
    let degrees = |thousandths: i32| one(f64::from(thousandths) / 1000.0);
    all.extend(hottest.map(|hottest| (Subject::Heat, degrees(hottest))));
    // What is one of many comes after what is there once, in case there is no room for all.
    let disk = |flow: &Flow| (Subject::Disk(flow.name.clone()), each(flow));
    all.extend(rates.disks.iter().take(DEVICES).map(disk));
    let link = |flow: &Flow| (Subject::Link(flow.name.clone()), each(flow));
    all.extend(rates.links.iter().take(DEVICES).map(link));
    let cores = rates.cores.iter().take(CORES);
    all.extend(cores.map(|(number, busy)| (Subject::Core(*number), percent(*busy))));
    let sensors = frame.sensors.iter().take(DEVICES);
    all.extend(sensors.map(|one| (Subject::Sensor(one.name.clone()), degrees(one.millidegrees))));
    all
}

fn one(value: f64) -> Values {
    values(value, f64::NAN, f64::NAN)
}

/// A chart needs no more than seven digits.
fn values(first: f64, second: f64, third: f64) -> Values {
    [first as f32, second as f32, third as f32]
}

#[cfg(test)]
mod tests {
    use postern_shared::script::monitor::{Flow, Frame, Memory, Rates, Sensor};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Subject, of};

    #[test]
    fn figures_are_what_is_known() {
        assert_eq!(of(&Frame::default(), &Rates::default()), []);
        let sensor = |name: &str, millidegrees| Sensor { name: name.into(), millidegrees };
        let frame = Frame {
            memory: Some(Memory { total: 16, available: 6, cache: 4, swap: 0, swap_used: 0 }),
            sensors: vec![sensor("one", 41_000), sensor("two", 52_500)],
            ..Frame::default()
        };
        let flow = |name: &str| Flow { name: name.into(), incoming: 2.0, outgoing: 1.0 };
        let rates = Rates {
            busy: Some(0.5),
            cores: vec![(3, 0.25)],
            disks: vec![flow("sda"), flow("sdb")],
            links: vec![],
        };
        let figures = of(&frame, &rates);
        let told: Vec<_> = figures
            .iter()
            .map(|(subject, values)| {
                (
                    subject.clone(),
                    values.iter().take_while(|value| value.is_finite()).copied().collect::<Vec<_>>(),
                )
            })
            .collect();
        let expected = [
            (Subject::Cpu, vec![50.0]),
            (Subject::Memory, vec![10.0, 4.0, 16.0]),
            (Subject::Disks, vec![4.0, 2.0]),
            (Subject::Heat, vec![52.5]),
            (Subject::Disk("sda".into()), vec![2.0, 1.0]),
            (Subject::Disk("sdb".into()), vec![2.0, 1.0]),
            (Subject::Core(3), vec![25.0]),
            (Subject::Sensor("one".into()), vec![41.0]),
            (Subject::Sensor("two".into()), vec![52.5]),
        ];
        assert_eq!(told, expected);
    }
}
