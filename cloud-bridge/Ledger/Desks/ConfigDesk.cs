using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Says what holds at terminals, checked by the rules of their own configuration, and signed with a note.
/// </summary>
internal sealed class ConfigDesk(KeyedStore keyed, SiteId site, ISigner signer, TimeProvider time)
{
    private const string Drink = "drink";

    /// <summary>Says parts in the place of those that were said for the same terminals.</summary>
    /// <param name="asked">What.</param>
    /// <param name="key">Of the request, for which it is done once; null: a command.</param>
    public Outcome<ConfigAnswer> Say(ConfigRequest asked, RequestKey? key) =>
        Change(asked.Scope, asked.Note, key, _ => (asked, null));

    /// <summary>Says parts that follow from what was said before.</summary>
    /// <param name="scope">For whom.</param>
    /// <param name="note">Why.</param>
    /// <param name="key">As above.</param>
    /// <param name="decide">What is said, or why nothing is, with what is said now.</param>
    public Outcome<ConfigAnswer> Change(
        ConfigScope scope,
        string note,
        RequestKey? key,
        Func<TerminalConfig, (ConfigRequest? Asked, Refusal? Why)> decide) =>
        keyed.Make(key, ApiJson.Default.ConfigAnswer, draft =>
        {
            var books = draft.Books;
            var (request, why) = decide(books.Configs.Of(scope).Config);
            if (request is not { } asked)
                return new Step<ConfigAnswer>(why);
            if (asked.Scope.Terminal is { } terminal && !books.TryFind(terminal, out _))
                return new Step<ConfigAnswer>(RefusalKind.NoSuchTerminal, $"terminal {terminal} is not enrolled");
            books.LedgerKeys.Demand(signer.KeyId);
            if ((TreasurerAct.FlawOfNew(note) ?? FlawOf(asked, books)) is { } flaw)
                return new Step<ConfigAnswer>(RefusalKind.NotPossible, flaw);
            var number = books.Configs.Next(books.Era);
            var said = new LedgerEntry.ConfigSaid(number, $"{asked.Scope}", asked.Parts, "", asked.Withdrawn);
            return new Step<ConfigAnswer>(
                null,
                made => said with
                {
                    Act = TreasurerAct.Sign(site, signer, time.GetUtcNow(), said.Decision(), note),
                    Request = made,
                },
                new ConfigAnswer(said.Scope, number, asked.Elsewhere.Count == 0 ? null : asked.Elsewhere));
        });

    /// <summary>All that is wrong with it, here or at any terminal that it is for.</summary>
    private static string? FlawOf(ConfigRequest asked, LedgerBooks books)
    {
        var configs = books.Configs;
        var next = (asked.Scope, ConfigBook.After(configs.Of(asked.Scope).Config, asked.Parts, asked.Withdrawn));
        var concerned = books.TerminalsInUse
            .Where(book => asked.Scope.Has(book.Terminal, configs.ProfileOf(book.Terminal))).ToList();
        var leastPrice = asked.Scope.Profile == Drink || concerned.Any(IsDrink) ? 1 : 0;
        List<string> flaws =
        [
            .. asked.Parts.Flaws(leastPrice),
            .. from book in concerned
               let flaw = asked.Parts.FlawOver(book.Enrolled)
               where flaw is not null
               select $"terminal {book.Terminal}: {flaw}",
            .. from book in concerned
               let before = Unbound(configs.For(book.Terminal), book)
               from flaw in Unbound(configs.For(book.Terminal, next), book).Except(before)
               select $"terminal {book.Terminal}: {flaw}",
            .. from book in concerned
               let flaw = TooMuch(configs.For(book.Terminal), configs.For(book.Terminal, next))
               where flaw is not null
               select $"terminal {book.Terminal}: {flaw}",
            .. from profile in EnrolmentDesk.Profiles
               let flaw = TooMuch(configs.ForProfile(profile, with: null), configs.ForProfile(profile, next))
               where flaw is not null
               select $"profile {profile}: {flaw}",
        ];
        if (ConfigPart.Flaw(asked.Scope, asked.Parts) is { } misplaced)
            flaws.Add(misplaced);
        if (LostPins(asked, concerned, configs, next) is { } lost)
            flaws.Add(lost);
        return flaws.Count == 0 ? null : string.Join("; ", flaws);

        bool IsDrink(TerminalBook book) => configs.ProfileOf(book.Terminal) == Drink;
    }

    /// <summary>
    /// A staff card of class <c>uid</c> without its PIN refills nowhere: who takes one says which, and who says other
    /// rules, or none, says that he knows.
    /// </summary>
    private static string? LostPins(
        ConfigRequest asked, List<TerminalBook> concerned, ConfigBook configs, (ConfigScope, TerminalConfig) next)
    {
        List<string> losing = asked.MayDropPins ? [] :
        [
            .. from book in concerned
               let left = PinsOf(configs.For(book.Terminal, next), book)
               let lost = PinsOf(configs.For(book.Terminal), book).Except(left).Count(card => card != asked.Taken)
               where lost > 0
               select $"{book.Terminal} ({lost})",
        ];
        return losing.Count == 0 ? null
            : $"staff cards would have no PIN any more at {string.Join(", ", losing)}: say staff for each of these " +
                "first (scope terminal/NAME), which keeps them, or say that these may go " +
                "(--drop-pins, \"dropPins\": true)";
    }

    private static IEnumerable<CardToken> PinsOf(TerminalConfig config, TerminalBook book) =>
        (config.LimitsOver(book.Enrolled).Staff?.Pins ?? []).Select(pin => pin.Card);

    /// <summary>
    /// Articles that count against an allowance which the terminal would not have: it would refuse all that is said
    /// with them. What was so before must not keep anybody from taking a PIN or a limit away.
    /// </summary>
    private static List<string> Unbound(TerminalConfig config, TerminalBook book)
    {
        var known = config.LimitsOver(book.Enrolled).Allowances;
        return
        [
            .. from article in config.Prices ?? []
               where article.Allowance is not null && known.All(row => row.Name != article.Allowance)
               select Expectation.Wrong(
                   $"prices.{article.Id}.allowance", article.Allowance, "an allowance that its limits have"),
        ];
    }

    /// <summary>
    /// Each that is said may be small enough, and the sum of them not. Where it is too much already, it may not be
    /// more.
    /// </summary>
    private static string? TooMuch(TerminalConfig before, TerminalConfig next)
    {
        var (had, articles) = (before.Prices?.Count ?? 0, next.Prices?.Count ?? 0);
        return articles > TerminalConfig.MostPrices && articles > had
            ? $"what is said there would have {articles} articles; expected at most {TerminalConfig.MostPrices}"
            : next.Fits() || SealedConfig.MostBytesOf(next) <= SealedConfig.MostBytesOf(before) ? null
            : $"what is said there would have more than {TerminalConfig.MostBytes} bytes of JSON";
    }
}

/// <summary>A configuration as it is asked for.</summary>
/// <param name="Scope">For whom.</param>
/// <param name="Parts">What is said anew.</param>
/// <param name="Withdrawn">Names of parts that are said no more.</param>
/// <param name="Note">Why.</param>
internal sealed record ConfigRequest(
    ConfigScope Scope, TerminalConfig Parts, ValueList<string> Withdrawn, string Note)
{
    /// <summary>The card whose PIN is taken; null: none is, by name.</summary>
    public CardToken? Taken { get; init; }

    /// <summary>Whoever asks knows that PINs go with it.</summary>
    public bool MayDropPins { get; init; }

    /// <summary>Where else the same is said and stays, for the answer.</summary>
    public ValueList<string> Elsewhere { get; init; } = [];
}

/// <summary>A configuration that was said.</summary>
/// <param name="Scope">For whom: <c>site</c>, <c>profile/NAME</c>, <c>terminal/NAME</c>.</param>
/// <param name="Number">From which version on it holds: that of a terminal is no lower once it has it.</param>
/// <param name="Elsewhere">
/// Of what was taken away: for whom it is said, too, and holds there as before; null: nowhere, or nothing was.
/// </param>
internal sealed record ConfigAnswer(
    string Scope,
    long Number,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ValueList<string>? Elsewhere = null);
