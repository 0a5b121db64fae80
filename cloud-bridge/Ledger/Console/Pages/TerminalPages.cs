using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>All terminals, and one.</summary>
internal sealed class TerminalPages(LedgerFolder folder, FleetView fleet)
{
    private const int MostCommands = 20;
    private const string All = "/console/terminals";

    /// <summary>Orders that are about no card: a card is blocked on its own page.</summary>
    private static readonly string[] Orders =
        [.. CommandKind.All.Where(command => command != CommandKind.BlockCard)];

    /// <summary>What they show and can do.</summary>
    public IEnumerable<ConsoleRoute> Routes() =>
    [
        new ConsoleRoute("GET", All, AccountRole.Viewer, List),
        new ConsoleRoute("GET", $"{All}/{{terminal}}", AccountRole.Viewer, visit => Show(visit)),
        new ConsoleRoute("POST", $"{All}/{{terminal}}/commands", AccountRole.Operator, Command),
        .. new EpochPart(folder).Routes((visit, flaw) => Show(visit, flaw)),
        .. new RevokingPart(folder).Routes((visit, flaw) => Show(visit, flaw)),
    ];

    private ConsoleReply List(Visit visit) => new ConsoleReply.Page(
        visit.Say(Phrases.Terminals),
        Html.Of(
            $"""
            {Html.If(IsEnrolledNow(visit), () => Html.Of($"<p>{visit.Say(Phrases.NowSayYes)}</p>"))}
            {new EnrollingPart(folder).Of(visit)}
            <h2>{visit.Say(Phrases.AllTerminals)}</h2>
            {TerminalTable.Of(visit, fleet.All(folder.Store))}
            """));

    /// <summary>Somebody comes from confirming one.</summary>
    private bool IsEnrolledNow(Visit visit) =>
        TerminalId.TryParse(visit.Query("done"), out var terminal) &&
        folder.Store.Read(books => books.TryFind(terminal, out _));

    private ConsoleReply Show(Visit visit, Html? flaw = null)
    {
        if (!TerminalId.TryParse(visit.Path("terminal"), out var terminal))
            return Nowhere(visit);
        var seen = folder.Store.Read(books => books.TryFind(terminal, out var book)
            ? (Row: fleet.Of(book),
                Config: (Newest: NewestOf(books, terminal), Standing: ConfigStandings.Of(books, book)),
                Chains: string.Join(", ", book.Chains.Select(chain => $"{chain.Epoch}/{chain.Sequence}")),
                Held: RevokingPart.ChoicesOf(book),
                Commands: book.Commands.All.Reverse().Take(MostCommands).ToList())
            : default);
        if (seen.Row is not { } row)
            return Nowhere(visit);
        return new ConsoleReply.Page(
            visit.Say(Phrases.Created, terminal),
            Html.Of(
                $"""
                {Parts.Flaw(visit, flaw)}
                {Parts.Facts(visit, [.. FactsOf(visit, row, seen.Chains, seen.Config)])}
                <h2>{visit.Say(Phrases.Commands)}</h2>
                {Html.If(!row.IsRevoked && visit.May(AccountRole.Operator), () => Ask(visit, terminal))}
                {Parts.Table(
                    visit,
                    [Phrases.Command, Phrases.Expires, Phrases.Outcome],
                    [.. seen.Commands.Select(command => CommandRow(visit, command))])}
                {EpochPart.Of(visit, terminal, row.IsRevoked)}
                {RevokingPart.Of(visit, terminal, row.IsRevoked, seen.Held)}
                """),
            flaw is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static ConfigVersion? NewestOf(LedgerBooks books, TerminalId terminal) =>
        books.Configs.VersionOf(terminal) is > 0 and var version ? new ConfigVersion(books.Era, version) : null;

    private static IEnumerable<(Phrase Name, Html Value)> FactsOf(
        Visit visit, TerminalRow row, string chains, (ConfigVersion? Newest, ConfigStanding Standing) config)
    {
        var language = visit.Language;
        yield return (Phrases.State, Parts.State(row.Sells, row.Why(visit)));
        yield return (Phrases.Unsent, Parts.Text(row.UnsentText(visit)));
        yield return (Phrases.AtRisk, Parts.Text(language.Hundredths(row.AtRisk)));
        yield return (Phrases.OfflineTotal, Parts.Text(language.Hundredths(row.Seen.OfflineTotal.MinorUnits)));
        yield return (Phrases.Waiting, Parts.Text(language.Count(row.Seen.Waiting)));
        yield return (Phrases.LastRecord, Parts.Moment(visit, row.Seen.RecordMilliseconds));
        yield return (Phrases.LastHeard, Parts.Moment(visit, row.Seen.HeardMilliseconds));
        yield return (Phrases.Epochs, Parts.Text(chains));
        if (row.Seen.Word is not { Status: var status } word)
            yield break;
        yield return (Phrases.Said, word.WasKept
            ? Parts.Text(visit.Say(Phrases.Before, language.Moment(word.HeardMilliseconds)))
            : Parts.Moment(visit, word.HeardMilliseconds));
        yield return (Phrases.UnlistedDebits, Parts.Text(
            status.UnlistedDebits is { } debits ? language.Hundredths(debits.MinorUnits) : "?"));
        yield return (Phrases.Faults, Parts.Text(
            status.Faults.Count == 0 ? visit.Say(Phrases.Nothing) : string.Join(", ", status.Faults)));
        yield return (Phrases.ListVersion, Parts.Text(status.List?.ToString() ?? "–"));
        yield return (Phrases.Configuration, Parts.Text(ConfigOf(visit, status, config.Newest, config.Standing)));
        yield return (Phrases.ListAge, Parts.Text(
            status.ListAgeMilliseconds is { } age ? visit.Say(Phrases.Seconds, language.Count(age / 1_000)) : "–"));
        yield return (Phrases.Software, Parts.Text(status.Software));
    }

    /// <summary>What it says is in force there, which it has signed, held against what it is told.</summary>
    private static string ConfigOf(
        Visit visit, StatusMessage status, ConfigVersion? newest, ConfigStanding standing)
    {
        var inForce = status.Config?.ToString() ?? "–";
        var isUnknown = standing == ConfigStanding.Unknown || status.Config is not null && newest is null;
        var found = isUnknown ? visit.Say(Phrases.IsUnknown, inForce)
            : standing == ConfigStanding.Another ? visit.Say(Phrases.IsAnother, inForce)
            : newest is null ? inForce
            : standing == ConfigStanding.WithoutCardKeys ? visit.Say(Phrases.HasNoCardKeys, inForce)
            : status.Config == newest ? visit.Say(Phrases.IsNewest, inForce)
            : visit.Say(Phrases.IsNotNewest, inForce, newest);
        return status.ConfigRefused is { } why
            ? $"{found}; {visit.Say(Phrases.ConfigRefused, Printable.Of(why, FactText.Longest))}"
            : found;
    }

    private static Html Ask(Visit visit, TerminalId terminal) => Parts.Form(
        visit,
        $"{All}/{terminal}/commands",
        Html.Of(
            $"""
            {Parts.Choice(
                visit, "command", Phrases.Command, Orders.Select(order => (order, order)), CommandKind.Diagnostics)}
            {Parts.Note(visit)}
            """),
        Phrases.GiveCommand);

    private static TableRow CommandRow(Visit visit, GivenCommand given) => Parts.Row(
        Parts.Text($"{given.Number} {given.Command} {given.Card}"),
        Parts.Moment(visit, given.ExpiresMilliseconds),
        given.Outcome is { } outcome ? Parts.English(outcome) : Parts.Text(visit.Say(Phrases.NoOutcome)));

    private ConsoleReply Command(Visit visit)
    {
        var command = visit.Field("command");
        if (!TerminalId.TryParse(visit.Path("terminal"), out var terminal))
            return Nowhere(visit);
        if (!Orders.Contains(command, StringComparer.Ordinal))
            return Show(visit, Parts.Text(visit.Say(Phrases.BadChoice, string.Join(", ", Orders))));
        if (Parts.FlawOfNote(visit) is { } flaw)
            return Show(visit, flaw);
        var asked = new CommandRequest(
            terminal, command, null, CommandRequest.UsualTerm(command), visit.Field("note"));
        return folder.TreasuryOf(visit.Account.Name).Command(asked, visit.KeyOf(folder.Cards)).Why is { } why
            ? Show(visit, Parts.English(why.What))
            : new ConsoleReply.Moved($"{All}/{terminal}?done=1");
    }

    private static ConsoleReply Nowhere(Visit visit) => new ConsoleReply.Page(
        visit.Say(Phrases.NoSuchPage),
        Html.Of($"<p><a href=\"{All}\">{visit.Say(Phrases.Terminals)}</a></p>"),
        StatusCodes.Status404NotFound);
}
