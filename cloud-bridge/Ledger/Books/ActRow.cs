using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Something that somebody did at the ledger, as its log says it.</summary>
/// <param name="AtMilliseconds">When, since 1970-01-01T00:00:00Z; null: the log does not say.</param>
/// <param name="By">An account of the console, behind <see cref="Console"/>, or a token of the HTTP API; null: a
/// command of who runs the ledger.</param>
/// <param name="Kind">Of the entry: docs/formats/ledger-log.md.</param>
/// <param name="What">To what, or what, in names and numbers.</param>
/// <param name="Note">Why, in his own words; null: nobody asked him.</param>
internal sealed record ActRow(long? AtMilliseconds, string? By, string Kind, string What, string? Note)
{
    /// <summary>What stands before an account's name where tokens have names, too: these have no colon.</summary>
    public const string Console = "console:";

    /// <summary>What stands before a name that somebody gave himself at the command line.</summary>
    public const string Command = "command:";

    /// <summary>Nobody knows who: he did not prove who he is.</summary>
    public const string Unknown = ":";

    /// <summary>How much, of what; null: it is not about that.</summary>
    public AssetAmount? Amount { get; init; }

    /// <summary>Until when, since 1970-01-01T00:00:00Z; null: it is not about that.</summary>
    public long? UntilMilliseconds { get; init; }

    /// <summary>Nobody of the site's own did it: there may be any number.</summary>
    public bool IsOfMany =>
        By == Unknown || By is { } by && !by.StartsWith(Console, StringComparison.Ordinal) &&
        !by.StartsWith(Command, StringComparison.Ordinal);

    /// <summary>Of an entry; null: nobody did it, or nothing came of it.</summary>
    public static ActRow? Of(LedgerEntry entry) => entry switch
    {
        LedgerEntry.CardsAdded added => Row(entry, $"{added.Cards.Count}: {Some(added.Cards)}"),
        LedgerEntry.CounterSet set => Row(entry, $"{set.Card}: {set.Value}"),
        LedgerEntry.WalletsMerged merged => Row(entry, $"{merged.From} → {merged.Into}"),
        LedgerEntry.CardReissued reissued => Row(entry, $"{reissued.Lost} → {reissued.Card}"),
        LedgerEntry.CardChanged changed => Row(
            entry, $"{changed.Card}: {EnumName.Of(changed.State)}", changed.AtMilliseconds, changed.By) with
        {
            Note = changed.Note,
        },
        LedgerEntry.TerminalCreated created => Row(
            entry, $"{created.Terminal}: {created.Profile}", created.AtMilliseconds, created.By),
        LedgerEntry.TerminalEnrolled enrolled => Row(
            entry, $"{enrolled.Terminal}", enrolled.AtMilliseconds, enrolled.By) with { Note = enrolled.Note },
        LedgerEntry.TerminalKeyGranted granted => Row(
            entry, $"{granted.Terminal}: {granted.Epoch}", granted.AtMilliseconds, granted.By) with
        {
            Note = granted.Note,
        },
        LedgerEntry.TerminalRefused refused => Row(
            entry, $"{refused.Terminal} {refused.Key}".TrimEnd(), refused.AtMilliseconds, refused.By) with
        {
            Note = refused.Note,
        },
        LedgerEntry.EpochGranted granted => Row(
            entry, $"{granted.Terminal}: {granted.Epoch}", granted.AtMilliseconds) with { Note = granted.Note },
        LedgerEntry.TokenCreated created => Row(
            entry, $"{created.Name}: {string.Join(' ', created.Scopes)}", created.AtMilliseconds),
        LedgerEntry.TokenRevoked revoked => Row(entry, revoked.Name, revoked.AtMilliseconds),
        LedgerEntry.EraRaised raised => Row(entry, $"{raised.Era}"),
        _ => OfAct(entry) ?? OfAccount(entry),
    };

    private static ActRow? OfAct(LedgerEntry entry) => entry switch
    {
        LedgerEntry.HeldDecided decided => Signed(entry, decided.Act, what: null),
        LedgerEntry.TerminalRevoked revoked =>
            Signed(
                entry, revoked.Act, $"{revoked.Terminal}", revoked.Request is null ? Command + revoked.By : null),
        LedgerEntry.LedgerKeyChanged { Act: var act } => Signed(entry, act, what: null),
        LedgerEntry.GapClosed closed => Signed(
            entry,
            closed.Act,
            $"{closed.Terminal}: {closed.Epoch}/{closed.Through} {closed.Hash} {closed.Ends}".TrimEnd()),
        LedgerEntry.WaitingEnded ended => Signed(
            entry, ended.Act, $"{ended.Terminal}: {ended.Epoch}/{ended.From} {ended.Hash}".TrimEnd()),
        LedgerEntry.PeriodClosed closed => Signed(entry, closed.Act, "") with
        {
            UntilMilliseconds = closed.ThroughMilliseconds,
        },
        LedgerEntry.SuspenseSettled settled => Signed(
            entry, settled.Act, $"{settled.Card} → {settled.Wallet}") with
        {
            Amount = new AssetAmount(settled.Asset, settled.Amount),
        },
        LedgerEntry.RowClosed closed => Signed(entry, closed.Act, $"{closed.Row}"),
        LedgerEntry.CommandGiven given => Signed(
            entry, given.Act, $"{given.Terminal}: {given.Number} {given.Command} {given.Card}".TrimEnd()) with
        {
            UntilMilliseconds = given.ExpiresMilliseconds,
        },
        LedgerEntry.ConfigSaid said => Signed(entry, said.Act, $"{said.Scope}: {said.Number} {said.Parts()}"),
        LedgerEntry.WalletRefilled { Payment: var paid, Act: var act } => Signed(entry, act, NameOf(paid)) with
        {
            Amount = new AssetAmount(paid.Asset, paid.Amount),
        },
        LedgerEntry.WalletRefunded { Payment: var paid, Act: var act } => Signed(entry, act, NameOf(paid)) with
        {
            Amount = new AssetAmount(paid.Asset, -paid.Amount),
        },
        _ => null,
    };

    private static ActRow? OfAccount(LedgerEntry entry) => entry switch
    {
        LedgerEntry.AccountCreated created => Row(
            entry, $"{created.Name}: {EnumName.Of(created.Role)}", created.AtMilliseconds, OfAccount(created.By)),
        LedgerEntry.AccountChanged changed => Row(
            entry,
            $"{changed.Name}: {(changed.Role is { } role ? EnumName.Of(role) : "password")}",
            changed.AtMilliseconds,
            OfAccount(changed.By)),
        LedgerEntry.AccountRemoved removed => Row(entry, removed.Name, removed.AtMilliseconds, OfAccount(removed.By)),
        LedgerEntry.LoginFailed failed => Row(entry, failed.Name ?? "?", failed.AtMilliseconds, Unknown),
        LedgerEntry.SessionOpened opened => Row(entry, opened.Name, opened.AtMilliseconds, OfAccount(opened.Name)),
        _ => null,
    };

    private static string? OfAccount(string? name) => name is null ? null : Console + name;

    private static ActRow Row(LedgerEntry entry, string what, long? atMilliseconds = null, string? by = null)
    {
        var request = (entry as IKeyedEntry)?.Request;
        return new ActRow(
            atMilliseconds ?? request?.AtMilliseconds, by ?? request?.By, LogLine.KindOf(entry), what, Note: null);
    }

    private static ActRow Signed(LedgerEntry entry, string act, string? what, string? by = null)
    {
        var said = TreasurerAct.ReadStored(act).OrThrow();
        return Row(entry, what ?? said.Decision, said.AtMilliseconds, OfAccount(said.By) ?? by) with
        {
            Note = said.Note,
        };
    }

    private static string NameOf(LedgerPayment paid) =>
        $"{paid.Card}: {PaymentSources.NameOf(paid.Source)} {paid.Reference}".TrimEnd();

    private static string Some(ValueList<NewCard> cards) =>
        string.Join(' ', cards.Take(3).Select(card => card.Card)) + (cards.Count > 3 ? " …" : "");
}
