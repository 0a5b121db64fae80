namespace Tests.Property.CloudBridge.Ledger.Model;

/// <summary>
/// The ledger's money as dictionaries, written down from docs/formats/journal.md and DESIGN sections 5 to 7, and from
/// nothing else: names are strings, amounts are numbers, nothing is quick.
/// </summary>
internal sealed class MoneyModel
{
    public const long Limit = (1L << 53) - 1;

    /// <summary>In the order of spending; time pays for nothing but itself.</summary>
    public static readonly string[] Ordinary = ["TNF", "TLF", "FED"];

    private readonly Dictionary<string, string> walletOfCard;
    private readonly HashSet<string> wallets;
    private readonly Dictionary<string, string> mergedInto;
    private readonly HashSet<string> lostCards;
    private readonly Dictionary<(string Terminal, long Sequence), Open> holds;
    private readonly Dictionary<(string Terminal, long Sequence), Taken> taken;

    public MoneyModel() =>
        (walletOfCard, wallets, mergedInto, lostCards, holds, taken) = ([], [], [], [], [], []);

    /// <summary>As another was at that moment.</summary>
    public MoneyModel(MoneyModel other)
    {
        (walletOfCard, mergedInto) = (new(other.walletOfCard), new(other.mergedInto));
        (wallets, lostCards) = ([.. other.wallets], [.. other.lostCards]);
        (holds, taken) = (new(other.holds), new(other.taken));
        (Balances, HasStandIns) = (other.Balances, other.HasStandIns);
    }

    /// <summary>Where a wallet lacks an asset, others of it stand in: what only the ledger can know.</summary>
    public bool HasStandIns { get; init; } = true;

    /// <summary>What accounts have, by name and asset.</summary>
    public Dictionary<(string Account, string Asset), long> Balances { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Cards => walletOfCard;

    public IEnumerable<string> LostCards => lostCards;

    /// <summary>What was done, by kind: a run counts only if it did all of it.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    public void Seed(string card, IReadOnlyDictionary<string, long> balances)
    {
        walletOfCard[card] = card;
        wallets.Add(card);
        foreach (var (asset, amount) in balances)
            Move([($"wallet/{card}", asset, amount), ("issued", asset, -amount)]);
    }

    /// <summary>What a list shows of a card: what is booked, less the holds that count.</summary>
    public long Listed(string card, string asset)
    {
        var account = $"wallet/{walletOfCard[card]}";
        Int128 free = Balances.GetValueOrDefault((account, asset));
        foreach (var hold in holds.Values.Where(hold => hold.Counts && Now(hold.Account) == account))
            free -= hold.Payment.Parts.GetValueOrDefault(asset);
        return (long)Int128.Clamp(free, -Limit, Limit);
    }

    /// <summary>Wallets that a wallet has taken over.</summary>
    public IEnumerable<string> FormerOf(string wallet) =>
        mergedInto.Keys.Where(gone => Now($"wallet/{gone}") == $"wallet/{wallet}");

    /// <summary>A record that the ledger has for the first time, in its place.</summary>
    public void Book(string terminal, long sequence, Happening happening)
    {
        switch (happening)
        {
            case Happening.Sold sold:
                Take(terminal, sequence, sold.Payments, isSale: true);
                break;
            case Happening.Entered entered:
                Take(terminal, sequence, entered.Payments, isSale: false);
                break;
            case Happening.Voided voided:
                Return(terminal, voided.Sale, voided.Returned, isSale: true);
                break;
            case Happening.Abandoned abandoned:
                Return(terminal, abandoned.Entry, abandoned.Returned, isSale: false);
                break;
            case Happening.Passed passed:
                if (taken.TryGetValue((terminal, passed.Entry), out var was) && !was.IsSale)
                    Note(taken.Remove((terminal, passed.Entry)) ? "passed" : "");
                break;
            case Happening.Held held:
                holds[(terminal, sequence)] = new Open(held.Payment, AccountOf(held.Payment));
                Note("held");
                break;
            case Happening.Captured captured:
                Capture(terminal, captured);
                break;
            case Happening.Released released:
                Note(holds.Remove((terminal, released.Hold)) ? "released" : "released nothing");
                break;
            case Happening.Refilled refilled:
                Give(refilled.Payment, $"cash/{terminal}", "refilled");
                break;
            case Happening.DepositReturned returned:
                Give(returned.Payment, $"deposits/{terminal}", "deposit returned");
                break;
            case Happening.Refunded refunded:
                Pay([refunded.Payment], $"cash/{terminal}");
                break;
            case Happening.Closed:
                foreach (var name in taken.Keys.Where(name => name.Terminal == terminal && taken[name].IsSale).ToList())
                    taken.Remove(name);
                break;
        }
    }

    /// <summary>The ledger has looked at its clock.</summary>
    public void Pass(long now)
    {
        foreach (var (name, hold) in holds.Where(row => row.Value.Counts).ToList())
        {
            var since = hold.Since ?? now;
            var isOverdue = now - since >= 15 * 60 * 1000;
            holds[name] = hold with { Since = since, Counts = !isOverdue };
            if (isOverdue)
                Note("overdue");
        }
    }

    /// <summary>The ledger's process ended: it does not know any more since when holds were open.</summary>
    public void Restart()
    {
        foreach (var (name, hold) in holds.ToList())
            holds[name] = hold with { Since = null };
    }

    /// <summary>False: refused, nothing changes.</summary>
    public bool Merge(string gone, string stays)
    {
        if (gone == stays || !wallets.Contains(gone) || !wallets.Contains(stays))
            return false;
        var moves =
            from row in Balances.ToList()
            where row.Key.Account == $"wallet/{gone}"
            from move in new[]
            {
                ($"wallet/{stays}", row.Key.Asset, row.Value), ($"wallet/{gone}", row.Key.Asset, -row.Value),
            }
            select move;
        if (!Move([.. moves]))
            return false;
        wallets.Remove(gone);
        mergedInto[gone] = stays;
        foreach (var card in walletOfCard.Keys.Where(card => walletOfCard[card] == gone).ToList())
            walletOfCard[card] = stays;
        Note("merged");
        return true;
    }

    /// <summary>False: refused, nothing changes.</summary>
    public bool Reissue(string lost, string card)
    {
        if (!walletOfCard.TryGetValue(lost, out var wallet) || walletOfCard.ContainsKey(card) || !lostCards.Add(lost))
            return false;
        walletOfCard[card] = wallet;
        Note("re-issued");
        return true;
    }

    private void Take(string terminal, long sequence, Paid[] payments, bool isSale)
    {
        if (Pay(payments, $"sales/{terminal}") is { Count: > 0 } moves)
            taken[(terminal, sequence)] = new Taken(payments, moves, isSale);
    }

    private void Return(string terminal, long sequence, Paid[] returned, bool isSale)
    {
        var isProven = taken.TryGetValue((terminal, sequence), out var was) && was.IsSale == isSale &&
            was.Payments.Length == returned.Length &&
            was.Payments.Zip(returned).All(row => row.First.IsLike(row.Second));
        var moves = isProven
            ? was!.Moves.Select(move => (Now(move.Account), move.Asset, -move.Amount)).ToList()
            : Both(returned, 1, payment => $"suspense/{payment.Card}", $"sales/{terminal}");
        var isBooked = Move(moves);
        if (isProven && isBooked)
            taken.Remove((terminal, sequence));
        Note(isProven ? "returned" : "returned without proof");
    }

    private void Capture(string terminal, Happening.Captured captured)
    {
        var isBooked = Pay([captured.Payment], $"sales/{terminal}") is not null;
        var name = (terminal, captured.Hold);
        if (isBooked && holds.TryGetValue(name, out var hold) && hold.Payment.Card == captured.Payment.Card)
        {
            holds.Remove(name);
            Note(hold.Counts ? "captured" : "captured late");
        }
        else
        {
            Note("captured nothing");
        }
    }

    private void Give(Paid payment, string from, string what)
    {
        // Staff give what the site says, and nothing else.
        var isTheirs = payment.Parts.Keys.All(asset => asset == "TLF");
        Note(isTheirs ? what : "unauthorised");
        Move(Both([payment], 1, paid => isTheirs ? AccountOf(paid) : $"suspense/{paid.Card}", from));
    }

    /// <summary>Takes from wallets; null: it was not booked.</summary>
    private List<(string Account, string Asset, long Amount)>? Pay(Paid[] payments, string to)
    {
        var moves = Both(payments, -1, AccountOf, to);
        Note("paid");
        if (!Move(moves))
            return null;
        var standIns = HasStandIns ? StandIns(moves) : [];
        return standIns.Count > 0 && Move(standIns) ? [.. moves, .. standIns] : moves;
    }

    /// <summary>
    /// What a wallet lacks of an asset for what was just taken from it, others of it give, in the order of spending.
    /// </summary>
    private List<(string Account, string Asset, long Amount)> StandIns(
        List<(string Account, string Asset, long Amount)> moves)
    {
        var after = new Dictionary<(string Account, string Asset), long>(Balances);
        var standIns = new List<(string Account, string Asset, long Amount)>();
        foreach (var ((wallet, asset), taken) in TakenFrom(moves))
        {
            var lack = Int128.Min(-(Int128)after[(wallet, asset)], taken);
            foreach (var other in Ordinary.Where(other => after.GetValueOrDefault((wallet, other)) > 0).ToList())
            {
                var part = (long)Int128.Min(after[(wallet, other)], lack);
                if (part <= 0)
                    break;
                Note("stood in");
                lack -= part;
                after[(wallet, other)] -= part;
                after[(wallet, asset)] += part;
                standIns.AddRange(
                [
                    (wallet, other, -part), ("reallocated", other, part),
                    ("reallocated", asset, -part), (wallet, asset, part),
                ]);
            }
        }
        return standIns;
    }

    /// <summary>Wallet by wallet, in the order in which it was taken.</summary>
    private static IEnumerable<((string Wallet, string Asset), Int128 Sum)> TakenFrom(
        List<(string Account, string Asset, long Amount)> moves) =>
        from move in moves
        where move.Account.StartsWith("wallet/", StringComparison.Ordinal) && Ordinary.Contains(move.Asset)
        group move by move.Account into wallet
        from asset in wallet.GroupBy(move => move.Asset)
        select ((wallet.Key, asset.Key), asset.Aggregate(Int128.Zero, (sum, move) => sum - move.Amount));

    private static List<(string Account, string Asset, long Amount)> Both(
        Paid[] payments, int sign, Func<Paid, string> accountOf, string other) =>
    [
        .. from payment in payments
           from part in payment.Parts.OrderBy(part => part.Key, StringComparer.Ordinal)
           from move in new[]
           {
               (accountOf(payment), part.Key, sign * part.Value), (other, part.Key, -sign * part.Value),
           }
           select move,
    ];

    /// <summary>All of it, or nothing when an account could not be counted any more.</summary>
    private bool Move(List<(string Account, string Asset, long Amount)> moves)
    {
        var next = new Dictionary<(string Account, string Asset), long>(Balances);
        foreach (var (account, asset, amount) in moves)
            next[(account, asset)] = next.GetValueOrDefault((account, asset)) + amount;
        if (next.Values.Any(amount => Math.Abs(amount) > Limit))
        {
            Note("too large");
            return false;
        }
        Balances = next;
        return true;
    }

    private string AccountOf(Paid payment)
    {
        if (payment.Wallet is null)
            return walletOfCard.TryGetValue(payment.Card, out var wallet)
                ? $"wallet/{wallet}"
                : $"suspense/{payment.Card}";
        var now = Now($"wallet/{payment.Wallet}");
        return wallets.Contains(now["wallet/".Length..]) ? now : $"suspense/{payment.Card}";
    }

    private string Now(string account)
    {
        while (account.StartsWith("wallet/", StringComparison.Ordinal) &&
            mergedInto.TryGetValue(account["wallet/".Length..], out var into))
            account = $"wallet/{into}";
        return account;
    }

    private void Note(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;

    private sealed record Open(Paid Payment, string Account, bool Counts = true, long? Since = null);

    private sealed record Taken(
        Paid[] Payments, List<(string Account, string Asset, long Amount)> Moves, bool IsSale);
}
