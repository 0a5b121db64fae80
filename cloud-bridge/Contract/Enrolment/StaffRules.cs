namespace CloudBridge.Contract;

/// <summary>
/// Who works at a terminal, and how much they may give to cards there before the ledger has heard of it. Who holds a
/// badge, and whether their card is locked, is for the card list to say.
/// </summary>
/// <param name="Roles">What each badge that counts at this terminal may do.</param>
/// <param name="Asset">What cash and deposits become: FED, TLF or TNF.</param>
/// <param name="MostAtOnce">The most of one refill, or of one return of deposits.</param>
/// <param name="MostADay">The most that one staff card gives at this terminal in a day.</param>
/// <param name="MostUnlisted">The most that is given at this terminal before a list shows it, by all of them.</param>
/// <param name="VoidSeconds">So long after it a sale may be taken back.</param>
/// <param name="Pins">Of staff cards that prove nothing but their UID, or a counter.</param>
public sealed record StaffRules(
    ValueList<StaffRole> Roles,
    AssetId Asset,
    Money MostAtOnce,
    Money MostADay,
    Money MostUnlisted,
    int VoidSeconds,
    ValueList<StaffPin> Pins)
{
    /// <summary>No sale is taken back later than this.</summary>
    public const int LongestVoidSeconds = 24 * 3600;

    /// <summary>Reads it as it stands in an enrolment.</summary>
    public static Reading<StaffRules> Read(ReadOnlySpan<byte> json)
    {
        if (!StrictJson.Read(json, ContractJson.Default.StaffRules).Succeeded(out var rules, out var error))
            return error;
        return rules.Flaw() is { } flaw ? new FormatError(FormatErrorKind.BadContent, flaw) : rules;
    }

    /// <summary>The PIN of a card; null: it has none, and must prove itself.</summary>
    public StaffPin? PinOf(CardToken card) => Pins.FirstOrDefault(pin => pin.Card == card);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw() =>
        Roles.Any(role => role.Badge.Category != AssetCategory.Badge) ? "staff.roles: expected badges: BDG, BDG-NAME"
        : Roles.DistinctBy(role => role.Badge).Count() < Roles.Count ? "staff.roles: expected each badge once"
        : Asset.Category.SpendRank() is null ? "staff.asset: expected FED, TLF or TNF"
        : MostAtOnce.IsNegative || MostADay.IsNegative || MostUnlisted.IsNegative
            ? "staff: expected mostAtOnce, mostADay and mostUnlisted not below zero"
        : VoidSeconds is < 0 or > LongestVoidSeconds ? $"staff.voidSeconds: expected 0 to {LongestVoidSeconds}"
        : Pins.DistinctBy(pin => pin.Card).Count() < Pins.Count ? "staff.pins: expected each card once"
        : Pins.Select(pin => pin.Flaw()).FirstOrDefault(flaw => flaw is not null);
}
