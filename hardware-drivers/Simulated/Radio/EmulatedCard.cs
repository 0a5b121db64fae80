using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A card of ISO/IEC 14443 type A: its states, cascade levels and, for cards without a protocol of their own, a memory
/// that can be read as an NFC Forum Type 2 Tag.
/// </summary>
public sealed class EmulatedCard
{
    private const byte CascadeTag = 0x88;
    private const byte CascadeBit = 0x04;
    private const byte ReadCommand = 0x30;
    private const int PageLength = 4;
    private const int PagesRead = 4;

    private readonly byte[] memory;
    private int level;

    /// <param name="identity">What it tells at anticollision.</param>
    /// <param name="answerToSelect">ATS without its length byte; empty for a card that is not of ISO/IEC
    /// 14443-4.</param>
    public EmulatedCard(CardIdentity identity, ReadOnlyMemory<byte> answerToSelect)
    {
        if (identity.Uid.Length is not (4 or 7 or 10))
            throw new ArgumentException($"A UID has 4, 7 or 10 bytes, not {identity.Uid.Length}.", nameof(identity));
        Identity = identity;
        AnswerToSelect = answerToSelect;
        memory = Type2Memory(identity.Uid.Span);
    }

    /// <summary>What it tells at anticollision.</summary>
    public CardIdentity Identity { get; }

    /// <summary>ATS without its length byte.</summary>
    public ReadOnlyMemory<byte> AnswerToSelect { get; }

    /// <summary>Where it is in the state diagram.</summary>
    public CardState State { get; private set; } = CardState.Off;

    /// <summary>Cascade levels of its UID: 1, 2 or 3.</summary>
    internal int Levels => (Identity.Uid.Length - 1) / 3;

    private bool FromHalt => State is CardState.ReadyFromHalt or CardState.ActiveFromHalt;

    /// <summary>
    /// A card that a festival would hand out: 4 bytes as a MIFARE Classic 1K, 7 as an NTAG21x, 10 as a card of the same
    /// kind with a long UID.
    /// </summary>
    /// <param name="uid">4, 7 or 10 bytes.</param>
    public static EmulatedCard WithUid(ReadOnlyMemory<byte> uid)
    {
        var (atqa, sak) = uid.Length switch
        {
            4 => ((ushort)0x0004, (byte)0x08),
            7 => ((ushort)0x0044, (byte)0x00),
            _ => ((ushort)0x0084, (byte)0x00),
        };
        return new EmulatedCard(new CardIdentity(uid, atqa, sak), ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>The field is there (for long enough).</summary>
    internal void PowerUp() => State = State == CardState.Off ? CardState.Idle : State;

    /// <summary>The field is gone (for long enough).</summary>
    internal void PowerDown() => State = CardState.Off;

    /// <summary>REQA, or WUPA.</summary>
    /// <returns>It answers with its ATQA.</returns>
    internal bool HearRequest(bool wakeUp)
    {
        var before = State;
        level = 1;
        State = (before, wakeUp) switch
        {
            (CardState.Idle, _) => CardState.Ready,
            (CardState.Halted, true) => CardState.ReadyFromHalt,
            (CardState.Ready or CardState.Active, _) => CardState.Idle,
            (CardState.ReadyFromHalt or CardState.ActiveFromHalt, _) => CardState.Halted,
            _ => before,
        };
        return State is CardState.Ready or CardState.ReadyFromHalt;
    }

    /// <summary>It takes part in anticollision at a cascade level.</summary>
    internal bool IsReadyAt(int cascadeLevel) =>
        (State is CardState.Ready or CardState.ReadyFromHalt) && level == cascadeLevel;

    /// <summary>
    /// Its four bytes of a cascade level: part of the UID, with the cascade tag in front but for the last.
    /// </summary>
    internal byte[] LevelBytes(int cascadeLevel)
    {
        var uid = Identity.Uid.Span[(3 * (cascadeLevel - 1))..];
        return cascadeLevel == Levels ? uid.ToArray() : [CascadeTag, .. uid[..3]];
    }

    /// <summary>SELECT with all four bytes of a level. A card that is not meant leaves the anticollision.</summary>
    /// <returns>SAK, when it is meant.</returns>
    internal byte? HearSelect(int cascadeLevel, ReadOnlySpan<byte> bytes)
    {
        if (!IsReadyAt(cascadeLevel))
            return null;
        if (!bytes.SequenceEqual(LevelBytes(cascadeLevel)))
        {
            FallBack();
            return null;
        }
        if (cascadeLevel < Levels)
        {
            level++;
            return CascadeBit;
        }
        State = FromHalt ? CardState.ActiveFromHalt : CardState.Active;
        return Identity.Sak;
    }

    /// <summary>HLTA, or S(DESELECT).</summary>
    internal void HearHalt()
    {
        if (State is CardState.Active or CardState.ActiveFromHalt)
            State = CardState.Halted;
        else
            FallBack();
    }

    /// <summary>A command to the selected card.</summary>
    /// <returns>Its answer; null when it says nothing.</returns>
    internal byte[]? Hear(ReadOnlySpan<byte> command)
    {
        if (State is not (CardState.Active or CardState.ActiveFromHalt))
            return null;
        if (command is [ReadCommand, var page] && page < memory.Length / PageLength)
            return ReadPages(page);
        FallBack();
        return null;
    }

    // What a card does not understand sends it back to where it came from.
    private void FallBack() => State = State switch
    {
        CardState.Ready or CardState.Active => CardState.Idle,
        CardState.ReadyFromHalt or CardState.ActiveFromHalt => CardState.Halted,
        _ => State,
    };

    // READ gives four pages and goes round at the end of the memory.
    private byte[] ReadPages(int page)
    {
        var answer = new byte[PagesRead * PageLength];
        for (var i = 0; i < answer.Length; i++)
            answer[i] = memory[(page * PageLength + i) % memory.Length];
        return answer;
    }

    // NTAG213: 45 pages. Pages 0 to 2 hold the UID with its check bytes and the lock bytes, page 3 the capability
    // container, then an empty NDEF message (NTAG213/215/216 data sheet, 8.5).
    private static byte[] Type2Memory(ReadOnlySpan<byte> uid)
    {
        var pages = new byte[45 * PageLength];
        if (uid.Length != 7)
            return pages;
        var first = (byte)(CascadeTag ^ uid[0] ^ uid[1] ^ uid[2]);
        var second = (byte)(uid[3] ^ uid[4] ^ uid[5] ^ uid[6]);
        byte[] head = [.. uid[..3], first, .. uid[3..], second, 0x48, 0, 0, 0xE1, 0x10, 0x12, 0, 0x03, 0, 0xFE];
        head.CopyTo(pages, 0);
        return pages;
    }
}
