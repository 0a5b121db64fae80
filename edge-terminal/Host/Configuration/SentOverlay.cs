using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Store;
using Microsoft.Extensions.Configuration;

namespace EdgeTerminal.Host;

/// <summary>
/// Lays what the ledger sent over what the operator wrote down here: the values of the file are replaced where the
/// ledger has said something, and the whole is read by the same reader, with the same errors.
/// </summary>
internal static class SentOverlay
{
    /// <summary>What both come to.</summary>
    /// <param name="local">Of the terminal's own file.</param>
    /// <param name="sent">What the ledger sent; null: nothing.</param>
    /// <param name="enrolled">The limits that it was enrolled with.</param>
    /// <param name="merged">Null when there are errors.</param>
    /// <param name="lacking">What the terminal's own file of card keys lacks beside what was sent; null: nobody has
    /// looked.</param>
    /// <returns>All that is wrong, at once.</returns>
    public static IReadOnlyList<string> Over(
        HostConfiguration local,
        KeptConfig? sent,
        TerminalLimits enrolled,
        out HostConfiguration? merged,
        Func<KeptConfig, string?>? lacking = null)
    {
        if (sent is null || local.Source is not { } source)
        {
            var alone = AllowanceRules.Errors(local.Station.Setup, enrolled);
            merged = alone.Count == 0 ? local : null;
            return [.. alone.Select(error => error.ToString())];
        }
        var own = new FormerPrices(sent.Config.Prices, sent.Sent.Version.Version);
        lacking ??= _ => null;
        var errors = Over(local, sent, own, enrolled, lacking, source, out merged);
        if (merged is not null || sent.Former is not { } former ||
            Over(local, sent, former, enrolled, lacking, source, out var inPart).Count > 0)
            return errors;
        merged = inPart! with { PricesUnfit = string.Join("; ", errors) };
        return [];
    }

    private static List<string> Over(
        HostConfiguration local,
        KeptConfig sent,
        FormerPrices prices,
        TerminalLimits enrolled,
        Func<KeptConfig, string?> lacking,
        IConfiguration source,
        out HostConfiguration? merged)
    {
        merged = null;
        var limits = sent.Config.LimitsOver(enrolled);
        var values = new ConfigurationBuilder()
            .AddConfiguration(source)
            .AddInMemoryCollection(Values(local, prices, source))
            .Build();
        List<string> errors = [.. ConfigurationReader.Read(values, out var read).Select(error => error.ToString())];
        if (sent.Config.FlawOver(enrolled) is { } flaw)
            errors.Add(flaw);
        if (read is not null)
            errors.AddRange(AllowanceRules.Errors(read.Station.Setup, limits).Select(error => error.ToString()));
        var (chosen, unfit) = (sent, (string?)null);
        if (read is not null)
            errors.AddRange(KeysInForce.Choose(read.Cards, sent, lacking, out chosen, out unfit));
        if (errors.Count == 0)
            // The file itself stays what later ones are laid over.
            merged = read! with
            {
                Source = source,
                Sent = chosen,
                Limits = limits,
                Cards = read.Cards.Over(chosen.CardKeyNames ?? []),
                CardKeysUnfit = unfit,
            };
        return errors;
    }

    /// <summary>
    /// A version for each price list that there ever was: each part of the sum only rises.
    /// </summary>
    private static Dictionary<string, string?> Values(
        HostConfiguration local, FormerPrices prices, IConfiguration source)
    {
        var profile = local.Profile.Name;
        var version = local.Station.Setup.PriceListVersion + prices.Version;
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [$"{profile}:priceListVersion"] = version.ToString(CultureInfo.InvariantCulture),
        };
        var said = prices.Prices ?? [];
        foreach (var article in ArticlesOf(profile, source))
            if (said.FirstOrDefault(row => row.Id.ToString() == article["id"]) is { } price)
                foreach (var (key, value) in price.Said())
                    values[ConfigurationPath.Combine(article.Path, key)] = value;
        return values;
    }

    /// <summary>Where a station's own file has what it sells.</summary>
    private static IEnumerable<IConfigurationSection> ArticlesOf(string profile, IConfiguration source) =>
        profile switch
        {
            "kiosk" => source.GetSection("kiosk:articles").GetChildren(),
            "drink" =>
                source.GetSection("drink:otherTaps").GetChildren().Prepend(source.GetSection("drink:product")),
            _ => source.GetSection("gate:admissions").GetChildren(),
        };
}
