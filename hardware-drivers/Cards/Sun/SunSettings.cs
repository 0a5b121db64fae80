namespace HardwareDrivers.Cards;

/// <summary>How a population's cards mirror themselves into their message: names of query parameters.</summary>
/// <param name="PiccDataName">Encrypted UID and counter; null when they are mirrored plainly.</param>
/// <param name="UidName">Plain UID.</param>
/// <param name="CounterName">Plain counter, three bytes, most significant first.</param>
/// <param name="FileDataName">Encrypted file data; null when there are none.</param>
/// <param name="MacName">The MAC.</param>
/// <param name="MacInput">What it covers.</param>
/// <param name="IsLrp">The card was set to LRP mode (AN12304), for good.</param>
public sealed record SunSettings(
    string? PiccDataName = "picc_data",
    string UidName = "uid",
    string CounterName = "ctr",
    string? FileDataName = "enc",
    string MacName = "cmac",
    SunMacInput MacInput = SunMacInput.Nothing,
    bool IsLrp = false);
