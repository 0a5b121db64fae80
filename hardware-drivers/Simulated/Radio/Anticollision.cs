namespace HardwareDrivers.Simulated;

/// <summary>
/// The bit-wise anticollision of ISO/IEC 14443-3:2018, 6.4.3, at one cascade level: least significant bit first, and at
/// a collision the reader goes on with those cards that have a 1 there.
/// </summary>
internal static class Anticollision
{
    private const int BitsPerLevel = 32;

    /// <summary>Picks one of the cards.</summary>
    /// <param name="ready">All cards that take part.</param>
    /// <param name="level">1 to 3.</param>
    /// <param name="wanted">The first bytes that the card must have; empty for any.</param>
    /// <param name="collisions">Counted on.</param>
    /// <returns>Null when none has the wanted bytes.</returns>
    public static EmulatedCard? Resolve(
        IReadOnlyList<EmulatedCard> ready, int level, ReadOnlySpan<byte> wanted, ref int collisions)
    {
        var left = new List<EmulatedCard>();
        foreach (var card in ready)
            if (card.LevelBytes(level).AsSpan(0, wanted.Length).SequenceEqual(wanted))
                left.Add(card);
        for (var bit = 8 * wanted.Length; bit < BitsPerLevel && left.Count > 1; bit++)
        {
            var ones = left.Where(card => HasBit(card.LevelBytes(level), bit)).ToList();
            if (ones.Count == 0 || ones.Count == left.Count)
                continue;
            collisions++;
            left = ones;
        }
        return left.FirstOrDefault();
    }

    private static bool HasBit(byte[] bytes, int bit) => (bytes[bit / 8] & (1 << (bit % 8))) != 0;
}
