using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// Limits and policies of a terminal, given by the ledger: what bounds the loss when it decides alone (DESIGN section
/// 6).
/// </summary>
/// <param name="Uid">For cards of class uid.</param>
/// <param name="Counter">For cards of class counter.</param>
/// <param name="Aes">For cards of class aes.</param>
/// <param name="OfflineTotal">The most unlisted debits of all wallets, whatever the age of the list.</param>
/// <param name="FreshSeconds">A list is fresh until its confirmation is this old.</param>
/// <param name="ExpirySeconds">A list is expired once its confirmation is this old.</param>
/// <param name="UntrustedBoots">More starts than this in a row without a beat: expired.</param>
/// <param name="UnknownCards">Cards that the list does not have.</param>
/// <param name="UntrustedTime">Checks of dates and hours while the time is not trusted.</param>
/// <param name="Allowances">Daily allowances.</param>
/// <param name="DayStartsAtMinuteUtc">When a day begins, in minutes after midnight UTC: a night belongs to the day
/// before.</param>
/// <param name="LargestCounterStep">
/// A counter that has gone up by more since it last counted does not count: the card was read elsewhere that often.
/// </param>
/// <param name="Staff">Who works there, and within which caps; null: nobody.</param>
public sealed record TerminalLimits(
    ClassLimits Uid,
    ClassLimits Counter,
    ClassLimits Aes,
    Money OfflineTotal,
    int FreshSeconds,
    int ExpirySeconds,
    int UntrustedBoots,
    UnknownCardRules UnknownCards,
    UntrustedTimeRules UntrustedTime,
    ValueList<AllowanceLimit> Allowances,
    int DayStartsAtMinuteUtc,
    int LargestCounterStep = TerminalLimits.UsualCounterStep,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StaffRules? Staff = null)
{
    /// <summary>What an enrolment means that does not say how large a counter's step may be.</summary>
    public const int UsualCounterStep = 1_000;

    private const int MinutesADay = 24 * 60;
    private const long MillisecondsAMinute = 60_000;

    /// <summary>What a site starts with: cards that anyone can copy are trusted little, a list three days.</summary>
    public static TerminalLimits Default { get; } = new(
        Uid: new ClassLimits(new(50_00), new(20_00), new(50_00), new(20_00), VelocityTaps: 20, VelocitySeconds: 600),
        Counter: new ClassLimits(
            new(100_00), new(50_00), new(100_00), new(50_00), VelocityTaps: 30, VelocitySeconds: 600),
        Aes: new ClassLimits(
            new(Money.Limit), new(100_00), new(200_00), new(100_00), VelocityTaps: 30, VelocitySeconds: 600),
        OfflineTotal: new(5_000_00),
        FreshSeconds: 60,
        ExpirySeconds: 3 * 24 * 3600,
        UntrustedBoots: 5,
        UnknownCards: new UnknownCardRules(
            UnknownCardPolicy.Refuse, AssetId.Of(AssetCategory.Local), Money.Zero, Money.Zero),
        UntrustedTime: new UntrustedTimeRules(
            Expiry: UntrustedTimeChoice.Allow,
            Entitlement: UntrustedTimeChoice.Allow,
            Window: UntrustedTimeChoice.Allow,
            Allowance: UntrustedTimeChoice.Allow),
        Allowances: [],
        DayStartsAtMinuteUtc: 4 * 60);

    /// <summary>Reads them as they stand in an enrolment.</summary>
    public static Reading<TerminalLimits> Read(ReadOnlySpan<byte> json)
    {
        if (!StrictJson.Read(json, ContractJson.Default.TerminalLimits).Succeeded(out var limits, out var error))
            return error;
        return limits.Flaw() is { } flaw ? new FormatError(FormatErrorKind.BadContent, flaw) : limits;
    }

    /// <summary>The limits of a card class.</summary>
    public ClassLimits For(CardClass cardClass) => cardClass switch
    {
        CardClass.Uid => Uid,
        CardClass.Counter => Counter,
        CardClass.Aes => Aes,
        _ => throw new ArgumentOutOfRangeException(nameof(cardClass)),
    };

    /// <summary>The number of the day that a wall time belongs to.</summary>
    public long DayOf(long wallMilliseconds) =>
        (wallMilliseconds - DayStartsAtMinuteUtc * MillisecondsAMinute) / (MinutesADay * MillisecondsAMinute);

    /// <summary>The day of a record; 0: its time was not trusted.</summary>
    public long DayOrNone(Stamp stamp) => stamp.Trusted ? DayOf(stamp.WallMilliseconds) : 0;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw() =>
        Uid.Flaw() ?? Counter.Flaw() ?? Aes.Flaw() ?? (
            OfflineTotal.IsNegative ? "offlineTotal: expected not below zero"
            : FreshSeconds < 1 || ExpirySeconds <= FreshSeconds
                ? "freshSeconds: expected from 1; expirySeconds: more than that"
            : UntrustedBoots < 1 ? "untrustedBoots: expected from 1"
            : UnknownCards.PerCard.IsNegative || UnknownCards.PerDay.IsNegative
                ? "unknownCards: expected not below zero"
            : UnknownCards.Asset.Category.SpendRank() is null ? "unknownCards.asset: expected FED, TLF or TNF"
            : Allowances.Any(allowance =>
                allowance.PerDay < 0 || allowance.PerDayMinor < 0 || allowance.PerDayUnknown < 0 ||
                !Name.IsGood(allowance.Name))
                ? "allowances: expected good names and perDay not below zero"
            : DayStartsAtMinuteUtc is < 0 or >= MinutesADay ? $"dayStartsAtMinuteUtc: expected 0 to {MinutesADay - 1}"
            : LargestCounterStep < 1 ? "largestCounterStep: expected from 1"
            : Staff?.Flaw());
}
