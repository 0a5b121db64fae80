namespace HardwareDrivers.Simulated;

/// <summary>Generations of DESFire, and what GetVersion says of each (their data sheets, 4 KB).</summary>
/// <param name="Name">As it is sold.</param>
/// <param name="Hardware">First frame.</param>
/// <param name="Software">Second frame.</param>
/// <param name="KnowsEv2">AuthenticateEV2First.</param>
public sealed record DesfireModel(string Name, string Hardware, string Software, bool KnowsEv2)
{
    /// <summary>MF3ICD41.</summary>
    public static DesfireModel Ev1 { get; } = new("DESFire EV1", "04010101001805", "04010101041805", KnowsEv2: false);

    /// <summary>MF3D42.</summary>
    public static DesfireModel Ev2 { get; } = new("DESFire EV2", "04010112001805", "04010102011805", KnowsEv2: true);

    /// <summary>MF3D43.</summary>
    public static DesfireModel Ev3 { get; } = new("DESFire EV3", "04010133001805", "04010103001805", KnowsEv2: true);
}
