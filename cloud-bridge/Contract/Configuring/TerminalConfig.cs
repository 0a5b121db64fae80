using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// What the ledger says to a terminal beside its enrolment and its own configuration, in parts. A part that is not said
/// stays as the terminal has it.
/// </summary>
/// <param name="Prices">Articles, each once, in any order; null: not said.</param>
/// <param name="Staff">Who works there, and within which caps; null: not said.</param>
/// <param name="Limits">How far it goes alone; null: not said. Staff stand beside them.</param>
/// <param name="CardKeys">By what the keys of the site's cards are known; null: not said. They themselves stand in no
/// log.</param>
public sealed record TerminalConfig(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ValueList<PricedArticle>? Prices = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StaffRules? Staff = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TerminalLimits? Limits = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CardKeysDigest? CardKeys = null)
{
    /// <summary>More articles than any terminal sells.</summary>
    public const int MostPrices = 200;

    /// <summary>
    /// Of its JSON, with staff and card keys sealed: with site, addressee and signature a message has room for it.
    /// </summary>
    public const int MostBytes = 46 * 1024;

    /// <summary>Of the JSON of staff: some 150 cards with PINs.</summary>
    public const int MostStaffBytes = 24 * 1024;

    /// <summary>Nothing is said.</summary>
    public static TerminalConfig Nothing { get; } = new();

    /// <summary>The limits in force at a terminal that was enrolled with these.</summary>
    public TerminalLimits LimitsOver(TerminalLimits enrolled)
    {
        var limits = Limits is null ? enrolled : Limits with { Staff = enrolled.Staff };
        return Staff is null ? limits : limits with { Staff = Staff };
    }

    /// <summary>Reads articles as they stand in <see cref="Prices"/>; what is said of them is for <see cref="Flaws"/>.
    /// </summary>
    public static Reading<TerminalConfig> ReadPrices(ReadOnlySpan<byte> json)
    {
        try
        {
            return new TerminalConfig(
                JsonSerializer.Deserialize(json, ContractJson.Default.ValueListPricedArticle));
        }
        catch (JsonException error)
        {
            return new FormatError(FormatErrorKind.BadContent, $"{error.Path ?? "$"}: {error.Message}");
        }
    }

    /// <summary>What the more specific one says in the place of this one: of prices article by article.</summary>
    public TerminalConfig With(TerminalConfig specific) => new(
        specific.Prices is not { } above ? Prices
        : Prices is not { } below ? above
        : [.. below.Where(row => above.All(other => other.Id != row.Id)), .. above],
        specific.Staff ?? Staff,
        specific.Limits ?? Limits,
        specific.CardKeys ?? CardKeys);

    /// <summary>Its JSON, the same for the same content: for hashing, and for people.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Default.TerminalConfig);

    /// <summary>For people: cards that have a PIN, and nothing by which it could be found.</summary>
    public TerminalConfig WithoutHashes() => Staff is null
        ? this
        : this with
        {
            Staff = Staff with { Pins = [.. Staff.Pins.Select(pin => pin with { Salt = "", Hash = "" })] },
        };

    /// <summary>Of its content: signatures and ciphers of the same differ.</summary>
    public Digest Hash() => Digest.Of(ToJson());

    /// <summary>Does it fit into a message?</summary>
    public bool Fits() => SealedConfig.MostBytesOf(this) <= MostBytes;

    /// <summary>All that is wrong with it.</summary>
    /// <param name="leastPrice">As of an article.</param>
    public IEnumerable<string> Flaws(long leastPrice = 0)
    {
        var prices = Prices ?? [];
        if (prices.Count > MostPrices)
            yield return $"prices: {prices.Count} articles; expected at most {MostPrices}";
        foreach (var (index, article) in prices.Index())
        {
            if (prices.Take(index).Any(before => before.Id == article.Id))
                yield return Expectation.Wrong(
                    $"prices.{index}.id", $"{article.Id}", "an id that no other article has");
            foreach (var flaw in article.Flaws($"prices.{index}", leastPrice))
                yield return flaw;
        }
        if (Staff?.Flaw() is { } ofStaff)
            yield return ofStaff;
        if (Staff is not null && SealedConfig.JsonOf(Staff).Length is var length and > MostStaffBytes)
            yield return $"staff: {length} bytes of JSON; expected at most {MostStaffBytes}: fewer cards with PINs";
        if (Limits?.Flaw() is { } ofLimits)
            yield return $"limits: {ofLimits}";
        if (Limits is { Staff: not null })
            yield return "limits.staff: expected nothing: staff are a part of their own";
        if (CardKeys?.Flaw() is { } ofCardKeys)
            yield return ofCardKeys;
    }

    /// <summary>
    /// Records are counted by the day on which a terminal was enrolled to begin its days: another one would count what
    /// is in its journal anew.
    /// </summary>
    public string? FlawOver(TerminalLimits enrolled) =>
        Limits is { DayStartsAtMinuteUtc: var said } && said != enrolled.DayStartsAtMinuteUtc
            ? Expectation.Wrong(
                "limits.dayStartsAtMinuteUtc",
                $"{said}",
                $"{enrolled.DayStartsAtMinuteUtc}, as in the terminal's enrolment: its records are counted by it")
            : null;
}
