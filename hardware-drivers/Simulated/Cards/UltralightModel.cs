namespace HardwareDrivers.Simulated;

/// <summary>
/// What tells the cards of one command set apart (MF0ULx1 data sheet; NTAG213/215/216 data sheet): sizes, where the
/// configuration is, what stands in it when they leave the factory.
/// </summary>
/// <param name="Name">As it is sold.</param>
/// <param name="Version">What GET_VERSION says.</param>
/// <param name="Pages">Pages of four bytes.</param>
/// <param name="ConfigurationPage">CFG0; CFG1, PWD and PACK follow it.</param>
/// <param name="Factory">Pages that are not zero, in hexadecimal.</param>
/// <param name="IsNtag">One counter, of readings; else three, counted up by command.</param>
public sealed record UltralightModel(
    string Name, string Version, int Pages, int ConfigurationPage, IReadOnlyDictionary<int, string> Factory,
    bool IsNtag)
{
    /// <summary>MIFARE Ultralight EV1 with 48 bytes for the user: MF0UL11.</summary>
    public static UltralightModel Ultralight11 { get; } = new(
        "Ultralight EV1 48", "0004030101000B03", 20, 0x10, Ev1(0x10), IsNtag: false);

    /// <summary>MIFARE Ultralight EV1 with 128 bytes for the user: MF0UL21.</summary>
    public static UltralightModel Ultralight21 { get; } = new(
        "Ultralight EV1 128", "0004030101000E03", 41, 0x25,
        new Dictionary<int, string>(Ev1(0x25)) { [0x24] = "000000BD" }, IsNtag: false);

    /// <summary>144 bytes for the user.</summary>
    public static UltralightModel Ntag213 { get; } = new(
        "NTAG213", "0004040201000F03", 45, 0x29,
        new Dictionary<int, string>(Ntag(0x29))
        {
            [0x03] = "E1101200", [0x04] = "0103A00C", [0x05] = "340300FE", [0x28] = "000000BD",
        },
        IsNtag: true);

    /// <summary>504 bytes for the user.</summary>
    public static UltralightModel Ntag215 { get; } = new(
        "NTAG215", "0004040201001103", 135, 0x83,
        new Dictionary<int, string>(Ntag(0x83))
        {
            [0x03] = "E1103E00", [0x04] = "0300FE00", [0x82] = "000000BD",
        },
        IsNtag: true);

    /// <summary>888 bytes for the user.</summary>
    public static UltralightModel Ntag216 { get; } = new(
        "NTAG216", "0004040201001303", 231, 0xE3,
        new Dictionary<int, string>(Ntag(0xE3))
        {
            [0x03] = "E1106D00", [0x04] = "0300FE00", [0xE2] = "000000BD",
        },
        IsNtag: true);

    /// <summary>PWD; PACK is in the page behind it.</summary>
    public int PasswordPage => ConfigurationPage + 2;

    // CFG0, CFG1 with the virtual card's type, PWD.
    private static Dictionary<int, string> Ev1(int page) =>
        new() { [page] = "000000FF", [page + 1] = "00050000", [page + 2] = "FFFFFFFF" };

    private static Dictionary<int, string> Ntag(int page) =>
        new() { [page] = "040000FF", [page + 2] = "FFFFFFFF" };
}
