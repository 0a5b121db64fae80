using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Lets a terminal begin another journal, on its own page: after an older image of its SD card was restored, or its
/// card was changed.
/// </summary>
internal sealed class EpochPart(LedgerFolder folder)
{
    private const string All = "/console/terminals";

    /// <summary>What it can do.</summary>
    /// <param name="show">The terminal's page, with why something was not done.</param>
    public IEnumerable<ConsoleRoute> Routes(Func<Visit, Html, ConsoleReply> show) =>
    [
        new ConsoleRoute("POST", $"{All}/{{terminal}}/epoch", AccountRole.Treasurer, visit => Told(visit, show)),
    ];

    /// <summary>The part; nothing for who may not grant one.</summary>
    /// <param name="visit">Whose.</param>
    /// <param name="terminal">Which.</param>
    /// <param name="isRevoked">It is one of the site's no more.</param>
    public static Html Of(Visit visit, TerminalId terminal, bool isRevoked) => Html.If(
        !isRevoked && visit.May(AccountRole.Treasurer),
        () => Html.Of(
            $"""
            <details><summary>{visit.Say(Phrases.GrantEpoch)} …</summary>
            <p>{visit.Say(Phrases.AboutGranting)}</p>
            {Parts.Form(
                visit,
                $"{All}/{terminal}/epoch",
                Html.Of($"{Parts.Field(visit, "name", Phrases.NameToBeSure)}{Parts.Note(visit)}"),
                Phrases.GrantEpoch)}</details>
            """));

    private ConsoleReply Told(Visit visit, Func<Visit, Html, ConsoleReply> show) =>
        !TerminalId.TryParse(visit.Path("terminal"), out var terminal)
            ? show(visit, Parts.Text(visit.Say(Phrases.BadName)))
        : (Parts.FlawOfNote(visit) ?? Grant(visit, terminal)) is { } why ? show(visit, why)
        : new ConsoleReply.Moved($"{All}/{terminal}?done=1");

    private Html? Grant(Visit visit, TerminalId terminal) =>
        visit.Field("name") != terminal.ToString()
            ? Parts.Text(visit.Say(Phrases.AnotherName, terminal))
            : Parts.Told(visit, folder.TreasuryOf(visit.Account.Name).GrantEpoch(
                terminal, visit.Field("note"), visit.KeyOf(folder.Cards), out _)?.What);
}
