namespace HardwareDrivers.Simulated;

/// <summary>
/// The cards' own times. All are assumed, on the slow side: data sheets give limits for writing only, and reports of
/// whole readers hold the card's, the chip's and the host's time in one sum (docs/pn532-emulator.md).
/// </summary>
internal static class CardTimes
{
    /// <summary>Writing to EEPROM: 4.1 ms a page (NTAG213/215/216 data sheet, 10.1, write cycle).</summary>
    public static readonly TimeSpan Write = TimeSpan.FromMilliseconds(4.1);

    /// <summary>A command that only looks something up.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromMilliseconds(1);

    /// <summary>A command with a few AES blocks: a pass of an authentication, a MAC over a message.</summary>
    public static readonly TimeSpan Cipher = TimeSpan.FromMilliseconds(4);
}
