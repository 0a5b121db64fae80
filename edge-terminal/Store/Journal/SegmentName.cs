using System.Globalization;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// A segment's file is named after its first record, so that names in ordinal order are segments in order:
/// <c>journal-0000000001-000000000001.jws</c>, epoch and sequence.
/// </summary>
internal static class SegmentName
{
    private const string Prefix = "journal-";
    private const string Suffix = ".jws";
    private const int EpochDigits = 10;
    private const int SequenceDigits = 12;

    public static string Of(RecordPosition first) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{first.Epoch:D10}-{first.Sequence:D12}{Suffix}");

    public static bool TryParse(string name, out RecordPosition first)
    {
        first = default;
        if (name.Length != Prefix.Length + EpochDigits + 1 + SequenceDigits + Suffix.Length ||
            !name.StartsWith(Prefix, StringComparison.Ordinal) ||
            !name.EndsWith(Suffix, StringComparison.Ordinal))
            return false;
        var digits = name.AsSpan(Prefix.Length, EpochDigits + 1 + SequenceDigits);
        if (!TryParse(digits[..EpochDigits], out var epoch) ||
            digits[EpochDigits] != '-' ||
            !TryParse(digits[(EpochDigits + 1)..], out var sequence))
            return false;
        first = new RecordPosition(epoch, sequence);
        return true;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, out long number) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
