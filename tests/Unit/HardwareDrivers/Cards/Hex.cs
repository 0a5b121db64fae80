using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>Vectors are written in hexadecimal; blanks are for the eye.</summary>
internal static class Hex
{
    public static byte[] Bytes(string digits) =>
        Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));

    public static CardKey Key(string digits) => new(Bytes(digits));
}
