namespace HardwareDrivers.Abstractions;

/// <summary>
/// What a card tells of itself at anticollision (ISO/IEC 14443-3 type A): the reader's word, not proof.
/// </summary>
/// <param name="Uid">4, 7 or 10 bytes, in the order of the anticollision loop.</param>
/// <param name="Atqa">Answer to request, as a number: 0x0044 for a 7-byte NTAG21x.</param>
/// <param name="Sak">Select acknowledge of the last cascade level.</param>
public sealed record CardIdentity(ReadOnlyMemory<byte> Uid, ushort Atqa, byte Sak)
{
    /// <summary>The UID in upper-case hexadecimal: 8, 14 or 20 digits.</summary>
    public string UidHex => Convert.ToHexString(Uid.Span);

    /// <inheritdoc/>
    public bool Equals(CardIdentity? other) =>
        other is not null && Atqa == other.Atqa && Sak == other.Sak && Uid.Span.SequenceEqual(other.Uid.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Atqa, Sak, UidHex);
}
