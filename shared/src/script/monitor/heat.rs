//! Temperatures: of `hwmon`, whose drivers name what they measure, or else of thermal zones.

use std::collections::BTreeMap;

/// Most sensors.
const MOST: usize = 64;

/// A temperature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensor {
    /// What it is the temperature of, as the driver calls it.
    pub name: String,
    /// Thousandths of a degree Celsius.
    pub millidegrees: i32,
}

/// Temperatures below and above these are a driver's way to say that it does not know, in thousandths of a degree.
const LIKELY: std::ops::Range<i32> = -60_000..200_000;

/// The sensors in the files of a frame.
pub(super) fn read(files: &BTreeMap<&str, Vec<&str>>) -> Vec<Sensor> {
    let named = of_hwmon(files);
    if named.is_empty() { of_zones(files) } else { named }
}

fn of_hwmon(files: &BTreeMap<&str, Vec<&str>>) -> Vec<Sensor> {
    let within = files.range("/sys/class/hwmon/".."/sys/class/hwmon0");
    let sensors = within.filter_map(|(file, lines)| {
        let place = file.strip_suffix("_input")?;
        let (directory, number) = place.rsplit_once('/')?;
        let driver = first(files, &format!("{directory}/name"));
        let label = first(files, &format!("{place}_label"));
        let name = match (driver, label) {
            (Some(driver), Some(label)) => format!("{driver} {label}"),
            (Some(driver), None) => format!("{driver} {number}"),
            (None, label) => label.unwrap_or(number).to_owned(),
        };
        sensor(name, lines)
    });
    sensors.take(MOST).collect()
}

fn of_zones(files: &BTreeMap<&str, Vec<&str>>) -> Vec<Sensor> {
    let within = files.range("/sys/class/thermal/".."/sys/class/thermal0");
    let sensors = within.filter_map(|(file, lines)| {
        let zone = file.strip_suffix("/temp")?;
        let name = first(files, &format!("{zone}/type")).or_else(|| zone.rsplit('/').next())?;
        sensor(name.to_owned(), lines)
    });
    sensors.take(MOST).collect()
}

fn first<'a>(files: &BTreeMap<&str, Vec<&'a str>>, file: &str) -> Option<&'a str> {
    files.get(file)?.first().copied().map(str::trim).filter(|text| !text.is_empty())
}

fn sensor(name: String, lines: &[&str]) -> Option<Sensor> {
    let millidegrees = lines.first()?.trim().parse().ok().filter(|heat| LIKELY.contains(heat))?;
    Some(Sensor { name, millidegrees })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Sensor, read};

    fn sensors(files: &[(&'static str, &'static str)]) -> Vec<Sensor> {
        let files: BTreeMap<&str, Vec<&str>> =
            files.iter().map(|(file, line)| (*file, vec![*line])).collect();
        read(&files)
    }

    fn sensor(name: &str, millidegrees: i32) -> Sensor {
        Sensor { name: name.into(), millidegrees }
    }

    #[test]
    fn sensors_are_called_as_their_drivers_call_them() {
        let zone = [
            ("/sys/class/thermal/thermal_zone0/temp", "41000"),
            ("/sys/class/thermal/thermal_zone0/type", "acpi"),
        ];
        let found = sensors(&[
            ("/sys/class/hwmon/hwmon0/name", "coretemp"),
            ("/sys/class/hwmon/hwmon0/temp1_input", "45000"),
            ("/sys/class/hwmon/hwmon0/temp1_label", "Package id 0"),
            ("/sys/class/hwmon/hwmon1/name", "nvme"),
            ("/sys/class/hwmon/hwmon1/temp2_input", "-5500"),
            ("/sys/class/hwmon/hwmon2/temp1_input", "65261850"),
            ("/sys/class/hwmon/hwmon3/temp1_input", "hot"),
            zone[0],
        ]);
        assert_eq!(found, [sensor("coretemp Package id 0", 45_000), sensor("nvme temp2", -5_500)]);
        assert_eq!(sensors(&zone), [sensor("acpi", 41_000)]);
        assert_eq!(sensors(&zone[..1]), [sensor("thermal_zone0", 41_000)]);
    }
}
