namespace HardwareDrivers.Emulator;

/// <summary>A UID as people write it.</summary>
/// <param name="Hex">8, 14 or 20 upper-case hexadecimal digits.</param>
internal sealed record CardUid(string Hex)
{
    public const string Expected = "a UID of 8, 14 or 20 hexadecimal digits";

    public ReadOnlyMemory<byte> Bytes => Convert.FromHexString(Hex);

    /// <returns>Null when it is none.</returns>
    public static CardUid? Parse(string text) =>
        text.Length is 8 or 14 or 20 && text.All(char.IsAsciiHexDigit) ? new CardUid(text.ToUpperInvariant()) : null;
}
