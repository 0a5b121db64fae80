using System.Globalization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A held record's place as people give it back: <c>EPOCH/SEQUENCE[:HASH]</c>.</summary>
internal static class HeldPlace
{
    /// <summary>As <see cref="TryRead"/> reads it.</summary>
    public static string Write(HeldLine line) => $"{line.Position}:{line.Hash}";

    /// <returns>False: it is not as <see cref="Write"/> has it.</returns>
    /// <param name="text">It.</param>
    /// <param name="position">The place.</param>
    /// <param name="hash">Of the record; null: it was left out.</param>
    public static bool TryRead(string text, out RecordPosition position, out Digest? hash)
    {
        (position, hash) = (default, null);
        var parts = text.Split('/', ':');
        if (parts.Length is not (2 or 3) ||
            !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ||
            !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            return false;
        position = new RecordPosition(epoch, sequence);
        if (parts.Length == 2)
            return true;
        hash = Digest.TryParse(parts[2], out var digest) ? digest : null;
        return hash is not null;
    }
}
