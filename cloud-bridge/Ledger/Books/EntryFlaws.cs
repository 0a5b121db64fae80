using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Why books cannot take an entry. Asked before an entry is stored, and before one that was read is believed: an entry
/// in the log that cannot be folded would end every process that reads it.
/// </summary>
internal static class EntryFlaws
{
    /// <summary>
    /// A terminal may claim any place; the books have a line for each record that one of them follows.
    /// </summary>
    public const long LargestGap = 1_000_000;

    /// <summary>One message has the keys of all that may speak, and has its bounds: et-keys, 1 MiB.</summary>
    public const int MostTerminals = 2_000;

    /// <summary>An ack names all epochs of a terminal, and has its bounds.</summary>
    public const int MostEpochs = 100;

    /// <returns>The end of a sentence; null when the books can take it.</returns>
    public static string? Of(LedgerEntry entry, LedgerBooks books) =>
        entry is IKeyedEntry { Request: { } request } && books.Requests.TryFind(request.Key, out _)
            ? "its request was done before"
            : OfKind(entry, books);

    private static string? OfKind(LedgerEntry entry, LedgerBooks books) => entry switch
    {
        LedgerEntry.CardsAdded added => OfCards(added.Cards, books),
        LedgerEntry.CounterSet set when !books.Knows(set.Card) => $"there is no card {set.Card}",
        LedgerEntry.CounterSet set when !CounterReading.IsPossible(set.Value) =>
            $"a counter of {set.Value}; expected 0 to {CounterReading.Highest}",
        LedgerEntry.WalletsMerged merged => OfMerge(merged.From, merged.Into, books),
        LedgerEntry.CardReissued reissued => OfReissue(reissued, books),
        LedgerEntry.CardChanged changed => OfChange(changed, books),
        LedgerEntry.HoldOverdue overdue when !Counts(overdue, books) =>
            $"no hold {overdue.Held()} of {overdue.Terminal} is open and counts",
        LedgerEntry.TerminalEnrolled enrolled =>
            OfKey(enrolled.Terminal, enrolled.Key) ?? OfEnrolment(enrolled.Terminal, books) ?? OfNote(enrolled.Note),
        LedgerEntry.TerminalKeyGranted granted => KeyFlaws.Of(granted, books) ?? OfNote(granted.Note),
        LedgerEntry.KeyAwaited awaited => KeyFlaws.Of(awaited, books),
        LedgerEntry.TerminalRefused refused => KeyFlaws.Of(refused, books) ?? OfNote(refused.Note),
        LedgerEntry.TerminalRevoked revoked =>
            OfRevocation(revoked, books) ?? OfAct(revoked.Act, revoked.Decision()),
        LedgerEntry.QueueEndHeard or LedgerEntry.RecordHeld => HeldFlaws.Of(entry, books),
        LedgerEntry.HeldDecided decided => HeldFlaws.Of(entry, books) ?? OfAct(decided.Act, decided.Decision()),
        LedgerEntry.EpochGranted granted => OfGrant(granted, books),
        LedgerEntry.RecordBooked booked => OfRecord(booked, books),
        LedgerEntry.ForkBooked fork => OfFork(fork.Record, books),
        LedgerEntry.RecordForked forked when !books.TryFind(forked.Terminal, out _) => NotEnrolled(forked.Terminal),
        LedgerEntry.RecordParked parked => OfParked(parked, books),
        LedgerEntry.GapClosed closed => OfGap(closed, books) ?? OfAct(closed.Act, closed.Decision()),
        LedgerEntry.WaitingEnded ended => OfWaiting(ended, books) ?? OfAct(ended.Act, ended.Decision()),
        LedgerEntry.PeriodClosed closed when closed.ThroughMilliseconds <= books.ClosedThroughMilliseconds =>
            $"all through {books.ClosedThroughMilliseconds} is closed already",
        LedgerEntry.PeriodClosed closed => OfAct(closed.Act, closed.Decision()),
        LedgerEntry.SuspenseSettled settled => OfSettled(settled, books) ?? OfAct(settled.Act, settled.Decision()),
        LedgerEntry.RowClosed closed => OfRow(closed, books) ?? OfAct(closed.Act, closed.Decision()),
        LedgerEntry.CommandGiven given => OfCommand(given, books) ?? OfAct(given.Act, given.Decision()),
        LedgerEntry.ConfigSaid said => OfConfig(said, books) ?? OfAct(said.Act, said.Decision()),
        LedgerEntry.WalletRefilled refilled =>
            OfPayment(refilled.Payment, refilled.Payment.Flaw(), refilled.Postings(), books) ??
            OfAct(refilled.Act, refilled.Decision()),
        LedgerEntry.WalletRefunded refunded =>
            OfPayment(refunded.Payment, refunded.Payment.FlawAsRefund(), refunded.Postings(), books) ??
            OfAct(refunded.Act, refunded.Decision()),
        LedgerEntry.TokenCreated created => OfToken(created, books),
        LedgerEntry.TokenRevoked revoked when !books.Tokens.Has(revoked.Name) => $"there is no token {revoked.Name}",
        LedgerEntry.LedgerKeyChanged changed =>
            books.LedgerKeys.FlawOf(changed) ??
            OfAct(changed.Act, LedgerEntry.LedgerKeyChanged.Decision(changed.Read().OrThrow())),
        LedgerEntry.EraRaised raised when raised.Era <= books.Era => $"era {raised.Era} after era {books.Era}",
        _ => AccountFlaws.Of(entry, books.Logins),
    };

    private static string? OfNote(string? note) => note is null ? null : TreasurerAct.FlawOf(note);

    private static bool Counts(LedgerEntry.HoldOverdue overdue, LedgerBooks books) => overdue.Hash is { } hash
        ? books.Settlements.Counting.Has(hash)
        : books.Settlements.HoldsOf(overdue.Terminal, overdue.Held()).Any(hold => hold.Counts);

    private static string? OfCards(ValueList<NewCard> cards, LedgerBooks books)
    {
        var tokens = new HashSet<CardToken>();
        foreach (var card in cards)
        {
            if (books.Knows(card.Card) || !tokens.Add(card.Card))
                return $"card {card.Card} is there already";
            if (books.WalletOf(card.Wallet) is { } wallet && wallet != card.Wallet)
                return $"card {card.Card}: wallet {card.Wallet} was merged into {wallet}";
            if (card.Balances.Any(balance => balance.Amount.IsNegative || !balance.Asset.Category.IsMoney()))
                return $"card {card.Card}: expected balances not below zero, of assets that have one";
            if (OfEntitlements(card.Card, card.Entitlements) is { } flaw)
                return flaw;
        }
        return NextBalances.After(cards.SelectMany(card => card.Opening()), books.BalanceOf).Flaw;
    }

    private static string? OfMerge(WalletId from, WalletId into, LedgerBooks books)
    {
        foreach (var wallet in new[] { from, into })
            if (!books.Knows(wallet))
                return books.WalletOf(wallet) is { } now
                    ? $"wallet {wallet} was merged into {now} before"
                    : $"there is no wallet {wallet}";
        return from == into
            ? $"wallet {from} into itself"
            : NextBalances.After(Merging.Postings(from, into, books), books.BalanceOf).Flaw;
    }

    private static string? OfReissue(LedgerEntry.CardReissued reissued, LedgerBooks books) =>
        !books.Knows(reissued.Lost) ? $"there is no card {reissued.Lost}"
        : books.Knows(reissued.Card) ? $"card {reissued.Card} is there already"
        : books.IsReissued(reissued.Lost) ? $"card {reissued.Lost} was re-issued before"
        : null;

    /// <summary>
    /// Whoever has a card that was re-issued has no right to it: were it good again, both would spend one wallet.
    /// </summary>
    private static string? OfChange(LedgerEntry.CardChanged changed, LedgerBooks books) =>
        !books.Knows(changed.Card) ? $"there is no card {changed.Card}"
        : changed.State == CardState.Ok && books.IsReissued(changed.Card)
            ? $"card {changed.Card} was re-issued and is blocked for good"
        : changed.ValidThroughMilliseconds < 0 ? $"card {changed.Card}: expected an end since 1970"
        : OfNote(changed.Note) ?? OfEntitlements(changed.Card, changed.Entitlements);

    private static string? OfEntitlements(CardToken card, ValueList<Entitlement> entitlements) =>
        entitlements.Any(row => row.Asset.Category.IsMoney())
            ? $"card {card}: expected memberships and badges as entitlements"
            : null;

    internal static string? OfKey(TerminalId terminal, JsonWebKey jwk)
    {
        if (!PublicKey.Read(jwk).Succeeded(out var key, out var error))
            return $"terminal {terminal}: {error.Detail}";
        key.Dispose();
        return null;
    }

    /// <summary>Why it cannot be enrolled, now or anew; null when it can.</summary>
    internal static string? OfEnrolment(TerminalId terminal, LedgerBooks books) =>
        OfRevoked(terminal, books) ??
        (!books.TryFind(terminal, out _) && CountKeys(books) >= MostTerminals
            ? $"a site has at most {MostTerminals} terminals, those with their former keys counted again: revoke " +
              "those that are gone, or make another site"
            : null);

    /// <summary>How many keys terminals are told, or will be: one message has them all.</summary>
    internal static int CountKeys(LedgerBooks books) => books.TerminalsInUse.Sum(book => book.Keys.Count);

    /// <summary>Of a terminal that was revoked nothing begins anew; what it did is booked.</summary>
    internal static string? OfRevoked(TerminalId terminal, LedgerBooks books) =>
        books.TryFind(terminal, out var book) && book.IsRevoked
            ? $"terminal {terminal} was revoked: give the machine another name, and an empty state folder"
            : null;

    private static string? OfRevocation(LedgerEntry.TerminalRevoked revoked, LedgerBooks books) =>
        !books.TryFind(revoked.Terminal, out var book) ? NotEnrolled(revoked.Terminal)
        : book.IsRevoked ? $"terminal {revoked.Terminal} was revoked before"
        : book.Key.KeyId != revoked.Key ? $"terminal {revoked.Terminal} has another key than {revoked.Key}"
        : null;

    private static string? OfGrant(LedgerEntry.EpochGranted granted, LedgerBooks books) =>
        !books.TryFind(granted.Terminal, out var book) ? NotEnrolled(granted.Terminal)
        : OfRevoked(granted.Terminal, books) is { } revoked ? revoked
        : KeyFlaws.OfGrantBeside(book) is { } waits ? waits
        : granted.Epoch != book.Epoch + 1 ? $"epoch {granted.Epoch} of {granted.Terminal} after epoch {book.Epoch}"
        : book.Chains.Count() >= MostEpochs
            ? $"{granted.Terminal} has {MostEpochs} epochs: enrol the machine under another name"
        : null;

    private static string? OfRecord(LedgerEntry.RecordBooked booked, LedgerBooks books)
    {
        if (ChainOf(booked.Terminal, booked.Epoch, books) is not { } chain)
            return $"{NameOf(booked)}: the terminal or its epoch is not enrolled";
        if (KeyFlaws.Of(booked, books.Terminal(booked.Terminal)) is { } early)
            return $"{NameOf(booked)}: {early}";
        var isInPlace = booked.Sequence >= 1 && booked.Sequence <= chain.Sequence + 1 && !chain.Has(booked.Sequence);
        return isInPlace
            ? OfPostings(booked, books)
            : $"{NameOf(booked)}: it does not follow {chain.Epoch}/{chain.Sequence}";
    }

    private static string? OfFork(LedgerEntry.RecordBooked booked, LedgerBooks books) =>
        ChainOf(booked.Terminal, booked.Epoch, books) is null
            ? $"{NameOf(booked)}: the terminal or its epoch is not enrolled"
        : books.Terminal(booked.Terminal).Forks.Has(booked.Hash) ? $"{NameOf(booked)}: this fork is booked already"
        : KeyFlaws.Of(booked, books.Terminal(booked.Terminal)) is { } early ? $"{NameOf(booked)}: {early}"
        : OfPostings(booked, books);

    private static string? OfPostings(LedgerEntry.RecordBooked booked, LedgerBooks books)
    {
        foreach (var asset in booked.Postings.GroupBy(posting => posting.Asset))
            if (asset.Aggregate(Int128.Zero, (sum, posting) => sum + posting.Amount.MinorUnits) is var sum && sum != 0)
                return $"{NameOf(booked)}: its postings of {asset.Key} sum up to {sum}; expected 0";
        foreach (var posting in booked.Postings)
            if (posting.Account.IsWallet(out var wallet) && !books.Knows(wallet))
                return $"{NameOf(booked)}: there is no {posting.Account}";
        return NextBalances.After(booked.Postings, books.BalanceOf).Flaw is { } flaw
            ? $"{NameOf(booked)}: {flaw}"
            : null;
    }

    private static string? OfParked(LedgerEntry.RecordParked parked, LedgerBooks books)
    {
        if (!StoredLine.Read(parked.Line).Succeeded(out var line, out var error))
            return $"a parked line of {parked.Terminal}: {error.Detail}";
        var what = $"parked record {line.Head.Position} of {parked.Terminal}";
        if (ChainOf(parked.Terminal, line.Head.Position.Epoch, books) is null)
            return $"{what}: the terminal or its epoch is not enrolled";
        var waiting = books.Terminal(parked.Terminal).Parked;
        return waiting.Has(line.Hash) ? $"{what}: it is parked already"
            : !waiting.HasRoomFor(parked.Line.Length) ? $"{what}: no more can be parked"
            : null;
    }

    private static string? OfGap(LedgerEntry.GapClosed closed, LedgerBooks books)
    {
        if (ChainOf(closed.Terminal, closed.Epoch, books) is not { } chain)
            return $"terminal {closed.Terminal} or its epoch {closed.Epoch} is not enrolled";
        var book = books.Terminal(closed.Terminal);
        if (closed.Ends is { } key)
            return KeyFlaws.OfEnd(closed.Last(), key, chain, book);
        if (book.OpenGap(chain) is not (_, var through))
            return $"no record of {closed.Terminal} waits behind a gap of epoch {closed.Epoch}";
        if (book.Keys.IsLeft(closed.Epoch))
            return KeyFlaws.OfLeftGap(closed.Terminal, closed.Epoch);
        var branches = book.Parked.BranchesOf(closed.Epoch);
        return closed.Through != through || branches.All(branch => branch.Previous != closed.Hash)
                ? $"the gap of {closed.Terminal} goes from {closed.Epoch}/{chain.Sequence + 1} through {through}"
            : through - chain.Sequence > LargestGap ? $"a gap of more than {LargestGap} records"
            : null;
    }

    private static string? OfWaiting(LedgerEntry.WaitingEnded ended, LedgerBooks books) =>
        ChainOf(ended.Terminal, ended.Epoch, books) is null
            ? $"terminal {ended.Terminal} or its epoch {ended.Epoch} is not enrolled"
        : !books.Terminal(ended.Terminal).Parked.All.Any(ended.Concerns)
            ? $"no such record of {ended.Terminal} waits at {ended.Epoch}/{ended.From}"
        : null;

    private static string? OfSettled(LedgerEntry.SuspenseSettled settled, LedgerBooks books)
    {
        var waiting = books.BalanceOf(Account.SuspenseOf(settled.Card), settled.Asset);
        var isWithin = settled.Amount.IsPositive ? settled.Amount <= waiting : settled.Amount >= waiting;
        return settled.Amount == Money.Zero || !isWithin
                ? $"{waiting} {settled.Asset} of card {settled.Card} wait in suspense: {settled.Amount} is not of it"
            : !books.Knows(settled.Wallet) ? $"there is no wallet {settled.Wallet}"
            : !books.Knows(settled.Asset) ? $"this site has no {settled.Asset}"
            : NextBalances.After(settled.Postings(), books.BalanceOf).Flaw;
    }

    /// <summary>A wallet may be overdrawn by what terminals sold, and by nobody who is asked.</summary>
    private static string? OfPayment(
        LedgerPayment payment, string? flaw, ValueList<Posting> postings, LedgerBooks books) =>
        flaw is not null ? flaw
        : books.WalletOf(payment.Card) != payment.Wallet ? $"card {payment.Card} has no wallet {payment.Wallet}"
        : !books.Knows(payment.Asset) ? $"this site has no {payment.Asset}"
        : payment.AtMilliseconds <= books.ClosedThroughMilliseconds
            ? $"all through {books.ClosedThroughMilliseconds} is closed"
        : postings[0].Amount.IsNegative &&
            books.BalanceOf(postings[0].Account, payment.Asset) < payment.Amount
            ? $"the wallet of card {payment.Card} has less than {payment.Amount} {payment.Asset}"
        : NextBalances.After(postings, books.BalanceOf).Flaw;

    private static string? OfToken(LedgerEntry.TokenCreated created, LedgerBooks books) =>
        !Name.IsGood(created.Name) ? $"a token's name: expected {Name.Expected}"
        : books.Tokens.Has(created.Name) || books.Tokens.TryFind(created.Hash, out _)
            ? $"there is a token {created.Name} already"
        : created.Scopes.Count == 0 ? $"token {created.Name} may do nothing"
        : null;

    private static string? OfRow(LedgerEntry.RowClosed closed, LedgerBooks books) =>
        books.FindRow(closed.Row) is not { } row ? $"there is no row {closed.Row}"
        : row.Closed is not null ? $"row {closed.Row} is closed already"
        : null;

    private static string? OfCommand(LedgerEntry.CommandGiven given, LedgerBooks books) =>
        !books.TryFind(given.Terminal, out var book) ? NotEnrolled(given.Terminal)
        : given.Number <= book.Commands.Last
            ? $"command {given.Number} to {given.Terminal} after command {book.Commands.Last}"
        : given.Command.Length > FactText.Longest ? $"a command of more than {FactText.Longest} characters"
        : given.ExpiresMilliseconds < 0 ? "a command that expires before 1970"
        : given.Command == CommandKind.BlockCard && given.Card is null ? "a command to block a card names it"
        : given.Card is { } card && !books.Knows(card) ? $"there is no card {card}"
        : null;

    private static string? OfConfig(LedgerEntry.ConfigSaid said, LedgerBooks books) =>
        said.Number <= books.Configs.Last ? $"configuration {said.Number} after {books.Configs.Last}"
        : !ConfigScope.TryParse(said.Scope, out var scope) ? $"scope '{said.Scope}': expected {ConfigScope.Expected}"
        : scope.Terminal is { } terminal && !books.TryFind(terminal, out _) ? NotEnrolled(terminal)
        : said.Config == TerminalConfig.Nothing && said.Withdrawn.Count == 0 ? "nothing is said"
        : said.Withdrawn.FirstOrDefault(part => !ConfigPart.All.Contains(part)) is { } unknown
            ? $"part '{unknown}': expected {string.Join(" or ", ConfigPart.All)}"
        : ConfigPart.Flaw(scope, said.Config) ?? said.Config.Flaws().FirstOrDefault();

    private static string? OfAct(string compact, string decision) =>
        !TreasurerAct.ReadStored(compact).Succeeded(out var act, out var error) ? $"a treasurer's act: {error.Detail}"
        : act.Decision != decision ? $"the act says '{act.Decision}'; expected '{decision}'"
        : null;

    private static EpochChain? ChainOf(TerminalId terminal, long epoch, LedgerBooks books) =>
        books.TryFind(terminal, out var book) ? book.Chain(epoch) : null;

    private static string NotEnrolled(TerminalId terminal) => $"terminal {terminal} is not enrolled";

    private static string NameOf(LedgerEntry.RecordBooked booked) => $"record {booked.Position()} of {booked.Terminal}";
}
