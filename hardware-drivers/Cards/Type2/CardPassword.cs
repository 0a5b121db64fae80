namespace HardwareDrivers.Cards;

/// <summary>
/// Password and PACK of an NTAG21x or Ultralight EV1, from a key that is diversified like any other: its first four
/// bytes and the next two.
/// </summary>
public static class CardPassword
{
    /// <summary>PWD, 4 bytes.</summary>
    public static ReadOnlySpan<byte> Of(CardKey key) => key.Bytes[..4];

    /// <summary>PACK, 2 bytes.</summary>
    public static ReadOnlySpan<byte> AcknowledgeOf(CardKey key) => key.Bytes[4..6];
}
