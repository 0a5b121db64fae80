using System.Diagnostics.CodeAnalysis;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>A card of ISO/IEC 14443 type A as the chip lists it (UM0701-02, 7.3.5, TargetData).</summary>
/// <param name="Number">The chip's name for it until the next listing: 1 or 2.</param>
/// <param name="Card">UID, ATQA and SAK.</param>
/// <param name="AnswerToSelect">ATS without its length byte; empty for a card that is not of ISO/IEC 14443-4.</param>
public sealed record TypeATarget(byte Number, CardIdentity Card, ReadOnlyMemory<byte> AnswerToSelect)
{
    private const byte CascadeBit = 0x04;
    private const byte Iso14443Part4Bit = 0x20;

    /// <summary>
    /// Takes one target from the front of <paramref name="rest"/>: Tg, SENS_RES (2), SEL_RES, length of NFCID1, NFCID1,
    /// and for a card of ISO/IEC 14443-4 length of ATS (itself counted) and ATS.
    /// </summary>
    /// <remarks>
    /// NFCID1 comes whole: the PN532 takes the cascade tags (88) out, as the PN531 did not. A length of 8 or 12 is
    /// therefore malformed here, not a UID with tags.
    /// </remarks>
    internal static bool TryTake(ref ReadOnlySpan<byte> rest, [NotNullWhen(true)] out TypeATarget? target)
    {
        const int Fixed = 5;
        target = null;
        if (rest.Length < Fixed || rest[4] is not (4 or 7 or 10) || rest.Length < Fixed + rest[4])
            return false;
        var sak = rest[3];
        if ((sak & CascadeBit) != 0)
            return false;
        var card = new CardIdentity(rest.Slice(Fixed, rest[4]).ToArray(), (ushort)((rest[1] << 8) | rest[2]), sak);
        var behind = rest[(Fixed + rest[4])..];
        var answerLength = 0;
        if ((sak & Iso14443Part4Bit) != 0)
        {
            if (behind.IsEmpty || behind[0] == 0 || behind.Length < behind[0])
                return false;
            answerLength = behind[0];
        }
        var answer = answerLength == 0 ? [] : behind[1..answerLength].ToArray();
        target = new TypeATarget(rest[0], card, answer);
        rest = behind[answerLength..];
        return true;
    }
}
