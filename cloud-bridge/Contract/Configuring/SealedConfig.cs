using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// A <see cref="TerminalConfig"/> as it goes over brokers, which keep it: staff have hashes of PINs, and four digits
/// are found in minutes by who has one; and who has card keys makes cards. So only the terminal's own key opens them.
/// </summary>
/// <param name="Prices">In clear.</param>
/// <param name="Staff"><see cref="StaffRules"/> as JSON in a JWE; null: not said.</param>
/// <param name="Limits">In clear.</param>
/// <param name="CardKeys">In a JWE, beside what they are known by; null: not said.</param>
public sealed record SealedConfig(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ValueList<PricedArticle>? Prices = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Staff = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TerminalLimits? Limits = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SealedCardKeys? CardKeys = null)
{
    /// <summary>Of a JWE of staff.</summary>
    public const int LongestStaff = Envelope + TerminalConfig.MostStaffBytes / 3 * 4;

    /// <summary>No header, nonce and tag of a JWE are longer, with their dots and what rounds up.</summary>
    internal const int Envelope = 512;

    private const string ContentType = "json";

    /// <summary>Seals it; the same twice is not the same text.</summary>
    /// <param name="config">All of it.</param>
    /// <param name="terminal">Whose it is.</param>
    /// <param name="cardKeys">The keys, where it says some: <see cref="SiteCardKeys.Write"/>; nothing: they are not at
    /// hand, and it says by what they are known alone.</param>
    /// <exception cref="ArgumentException">They are not those that it says.</exception>
    public static SealedConfig Seal(
        TerminalConfig config, PublicKey terminal, ReadOnlySpan<byte> cardKeys = default) => new(
        config.Prices,
        config.Staff is { } staff
            ? Encoding.ASCII.GetString(Jwe.Encrypt(JsonOf(staff), ContentType, terminal))
            : null,
        config.Limits,
        config.CardKeys is not { } said ? null
            : cardKeys.IsEmpty ? new SealedCardKeys(said.Hash, said.Length)
            : said == CardKeysDigest.Of(cardKeys) ? SealedCardKeys.Seal(cardKeys, terminal)
            : throw new ArgumentException("These card keys are not those of the configuration.", nameof(cardKeys)));

    /// <summary>So many bytes of JSON has one at the most.</summary>
    public static int MostBytesOf(TerminalConfig config) =>
        (config with { Staff = null }).ToJson().Length +
        (config.Staff is { } staff ? SealedLength(JsonOf(staff).Length) : 0) +
        (config.CardKeys is { } keys ? SealedLength(keys.Length) : 0);

    /// <summary>What everybody can read of it.</summary>
    public TerminalConfig InClear() => new(Prices, Limits: Limits, CardKeys: CardKeys?.Known());

    /// <summary>Opens it: all of it, or nothing.</summary>
    /// <param name="own">The terminal's key.</param>
    public Reading<TerminalConfig> Open(Es256Signer own)
    {
        if (CardKeys is { Keys: not null } keys && !keys.Names(own).Succeeded(out _, out var unfit))
            return unfit;
        if (Staff is null)
            return InClear();
        return Jwe.Decrypt(Encoding.UTF8.GetBytes(Staff), own).Succeeded(out var json, out var error) &&
            StaffRules.Read(json).Succeeded(out var staff, out error)
            ? InClear() with { Staff = staff }
            : new FormatError(error.Kind, $"staff cannot be opened with this terminal's key: {error.Detail}");
    }

    /// <summary>What is wrong with it before it is opened.</summary>
    public string? Flaw() => Staff is { Length: var length and > LongestStaff }
        ? $"staff: {length} characters; expected at most {LongestStaff}"
        : CardKeys?.Flaw() ?? InClear().Flaws().FirstOrDefault();

    private static int SealedLength(int clear) => Envelope + (clear + 2) / 3 * 4;

    /// <summary>Of staff alone, as it is sealed.</summary>
    internal static byte[] JsonOf(StaffRules staff) =>
        JsonSerializer.SerializeToUtf8Bytes(staff, ContractJson.Default.StaffRules);
}
