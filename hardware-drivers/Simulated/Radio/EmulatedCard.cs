using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A card of ISO/IEC 14443 type A: its states and cascade levels. What it understands once it is selected is a kind's
/// own; this one, by itself, understands nothing.
/// </summary>
public class EmulatedCard
{
    private const byte CascadeTag = 0x88;
    private const byte CascadeBit = 0x04;
    private const byte Part4Bit = 0x20;
    private const byte HaltCommand = 0x50;

    private int level;
    private bool talkedTo;

    /// <param name="identity">What it tells at anticollision.</param>
    /// <param name="answerToSelect">ATS without its length byte; empty for a card that is not of ISO/IEC
    /// 14443-4.</param>
    public EmulatedCard(CardIdentity identity, ReadOnlyMemory<byte> answerToSelect)
    {
        if (identity.Uid.Length is not (4 or 7 or 10))
            throw new ArgumentException($"A UID has 4, 7 or 10 bytes, not {identity.Uid.Length}.", nameof(identity));
        Identity = identity;
        AnswerToSelect = answerToSelect;
    }

    /// <summary>What it tells at anticollision.</summary>
    public CardIdentity Identity { get; private set; }

    /// <summary>ATS without its length byte.</summary>
    public ReadOnlyMemory<byte> AnswerToSelect { get; }

    /// <summary>Where it is in the state diagram.</summary>
    public CardState State { get; private set; } = CardState.Off;

    /// <summary>It talks in blocks of ISO/IEC 14443-4.</summary>
    internal bool IsPart4 => (Identity.Sak & Part4Bit) != 0;

    /// <summary>Cascade levels of its UID: 1, 2 or 3.</summary>
    internal int Levels => (Identity.Uid.Length - 1) / 3;

    private bool FromHalt => State is CardState.ReadyFromHalt or CardState.ActiveFromHalt;

    /// <summary>
    /// A card that a festival would hand out: 4 bytes as a MIFARE Classic 1K, 7 as an NTAG213, 10 as a card that tells
    /// its long UID and nothing else.
    /// </summary>
    /// <param name="uid">4, 7 or 10 bytes.</param>
    public static EmulatedCard WithUid(ReadOnlyMemory<byte> uid) => uid.Length switch
    {
        4 => new MifareClassicCard(uid),
        7 => new UltralightCard(UltralightModel.Ntag213, uid),
        _ => new EmulatedCard(new CardIdentity(uid, 0x0084, 0x00), ReadOnlyMemory<byte>.Empty),
    };

    /// <summary>The field is there (for long enough).</summary>
    internal void PowerUp()
    {
        if (State != CardState.Off)
            return;
        State = CardState.Idle;
        Start();
    }

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
        talkedTo = false;
        Open();
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

    /// <summary>A command, or an APDU, to the selected card.</summary>
    internal CardAnswer Hear(ReadOnlySpan<byte> command)
    {
        if (State is not (CardState.Active or CardState.ActiveFromHalt))
            return CardAnswer.Nothing;
        talkedTo = true;
        if (command is [HaltCommand, 0x00] && !IsPart4)
        {
            HearHalt();
            return CardAnswer.Nothing;
        }
        var answer = Answer(command);
        if (IsPart4)
            return answer;
        // What a card does not understand sends it back to where it came from.
        if (answer is CardAnswer.Silence or CardAnswer.Bits { Value: not CardAnswer.Bits.Acknowledge })
            FallBack();
        return answer;
    }

    /// <summary>PPS: another rate, in both directions.</summary>
    /// <param name="code">0 for 106 kbit/s, 1 for twice that, 2 for four times.</param>
    /// <returns>It answers: its ATS allows the rate, and nothing was said since.</returns>
    internal bool HearRate(int code)
    {
        // TA(1), if T0 says that it is there: bits 5 to 7 what it can send at, bits 1 to 3 what it can receive.
        var rates = AnswerToSelect.Span is [var format, var interfaces, ..] && (format & 0x10) != 0 ? interfaces : 0;
        var needed = code == 0 ? 0 : 0x11 << (code - 1);
        return (State is CardState.Active or CardState.ActiveFromHalt) && !talkedTo && (rates & needed) == needed;
    }

    /// <summary>It has got power: what it forgets without is as it is at first.</summary>
    protected virtual void Start()
    {
    }

    /// <summary>It was selected: nothing is authenticated, nothing half done.</summary>
    protected virtual void Open()
    {
    }

    /// <summary>What it says to a command; only asked while it is selected.</summary>
    protected virtual CardAnswer Answer(ReadOnlySpan<byte> command) => CardAnswer.Nothing;

    /// <summary>It tells another UID from now on.</summary>
    private protected void ChangeIdentity(CardIdentity identity) => Identity = identity;

    /// <summary>It leaves ACTIVE or READY, as after an error.</summary>
    private protected void FallBack() => State = State switch
    {
        CardState.Ready or CardState.Active => CardState.Idle,
        CardState.ReadyFromHalt or CardState.ActiveFromHalt => CardState.Halted,
        _ => State,
    };
}
