using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>Staff at work: a card is laid there, a PIN typed where it proves nothing, then acts, one after another.
/// </content>
internal sealed partial class Kiosk
{
    /// <summary>No amount has more digits than this.</summary>
    private const long MostTyped = 99_999_99;

    /// <summary>So long a PIN may take to be compared: many times what it does.</summary>
    private const long PinMilliseconds = 10_000;

    private const string PinFirst = "the PIN comes first";

    private const string NoMeaning = "that key means nothing here";

    /// <summary>A card of the staff is for work while nobody has chosen anything.</summary>
    /// <returns>Null: it is a guest's.</returns>
    private Decision? SignIn(TerminalState state, Now now, Input.CardPresented tap)
    {
        if (tap.Card.LayThere || DeskOf(state, now, tap.Card) is not { IsStaff: true } desk)
            return null;
        var judgement = desk.Judge();
        var reason = judgement.Reason
            ?? (!tap.JournalHasRoom ? Reason.JournalFull
            : desk.Pin is not null && desk.IsPinLocked ? Reason.PinLocked
            : null);
        if (reason is { } why)
            return Refuse(state, now, why, tap.Card.Card, Basket.Empty, judgement, tap.JournalHasRoom);
        // What it proved was judged now; its counter counts once.
        var staff = tap.Card with { Proved = desk.Rules.Proved, Counter = null };
        var decision = desk.Pin is null
            ? ShowMenu(state, now, new StaffSession(staff, now.MonotonicMilliseconds + kiosk.SessionMilliseconds))
            : Become(
                state,
                new KioskPhase.PinAsked(staff, default, now.MonotonicMilliseconds + kiosk.StaffMilliseconds),
                new Effect.Show(new GuestScreen.PinAsked(0)),
                new Effect.Sound(Cue.Noticed));
        return decision with { Facts = UsedUp(desk.Rules) };
    }

    private Decision AtPin(TerminalState state, Now now, KioskPhase.PinAsked on, Input input) => input switch
    {
        Input.BasketCleared => Rest(state),
        Input.Confirmed => CheckPin(state, now, on),
        _ when DigitOf(input) is { } digit => on.Pin.Count < StaffPin.MostDigits
            ? Become(
                state,
                on with { Pin = on.Pin.With(digit), Until = now.MonotonicMilliseconds + kiosk.StaffMilliseconds },
                new Effect.Show(new GuestScreen.PinAsked(on.Pin.Count + 1)))
            : Ignore(state, "no PIN is longer"),
        Input.AtKiosk => Ignore(state, NoMeaning),
        _ => Ignore(state, PinFirst),
    };

    /// <summary>Slow on purpose, so not here: its answer comes as an input, and the state keeps no digit.</summary>
    private Decision CheckPin(TerminalState state, Now now, KioskPhase.PinAsked on)
    {
        if (DeskOf(state, now, on.Staff) is not { Pin: { } pin } desk || WhyNot(desk) is not null)
            return OnPinTried(state, now, on.Staff, isRight: false);
        var at = now.MonotonicMilliseconds;
        return Become(
            state,
            new KioskPhase.PinTyped(on.Staff, at, at + PinMilliseconds),
            new Effect.Show(new GuestScreen.PinAsked(on.Pin.Count) { IsCompared = true }),
            new Effect.TryPin(at, pin, on.Pin));
    }

    /// <summary>What was known when the card was laid there may have changed meanwhile.</summary>
    private Decision OnPinTried(TerminalState state, Now now, CardPresentation staff, bool isRight)
    {
        var desk = DeskOf(state, now, staff)!;
        return (WhyNot(desk) ?? (isRight ? null : Reason.WrongPin)) is { } why
            ? Refuse(state, now, why, staff.Card, Basket.Empty, desk.Judge(), journalHasRoom: true)
            : ShowMenu(state, now, new StaffSession(staff, now.MonotonicMilliseconds + kiosk.SessionMilliseconds));
    }

    private static Reason? WhyNot(StaffDesk desk) =>
        desk.Judge().Reason ?? (desk.IsPinLocked ? Reason.PinLocked : null);

    private Decision AtWork(TerminalState state, Now now, KioskPhase.AtWork on, Input input) => (on.Act, input) switch
    {
        (null, Input.BasketCleared) => Rest(state),
        (_, Input.BasketCleared) => ShowMenu(state, now, on.Session),

        (null, _) when DigitOf(input) is { } digit => Begin(state, now, on, digit),
        (StaffAct.Refill act, _) when DigitOf(input) is { } digit =>
            Type(state, now, on, act, act.Amount.MinorUnits * 10 + digit),
        (StaffAct.Deposit act, _) when DigitOf(input) is { } digit =>
            Type(state, now, on, act, act.Items * 10 + digit),

        (StaffAct.VoidSale, Input.Confirmed) =>
            Do(state, now, on, StaffPowers.Void, desk => TakeBack(state, now, on, desk)),
        (StaffAct.Close, Input.Confirmed) => Do(state, now, on, StaffPowers.Close, _ => Close(state, now, on)),
        (_, Input.AtKiosk) => Ignore(state, NoMeaning),

        (null, Input.CardPresented tap) when tap.Card.Card == on.Served => Ignore(state, "it has been served"),
        (null, Input.CardPresented) => Rest(state),
        (StaffAct.Refill { Amount.IsPositive: true } act, Input.CardPresented tap) =>
            Do(state, now, on, StaffPowers.Refill, desk => Credit(state, now, on, desk, act, act.Amount, tap)),
        (StaffAct.Deposit { Items: > 0 } act, Input.CardPresented tap) =>
            Do(state, now, on, StaffPowers.Deposit, desk => Credit(state, now, on, desk, act, act.Amount, tap)),
        (_, Input.CardPresented) => Ignore(state, "keys are waited for"),

        (_, Input.SeveralCardsPresented tap) => RefuseAtWork(
            state, now, on, Reason.TwoCards, card: null,
            DeskOf(state, now, on.Session.Card)!.Judge() with { Left = null }, tap.JournalHasRoom),
        _ => Ignore(state, "the card is laid there again"),
    };

    /// <summary>A digit of the menu.</summary>
    private Decision Begin(TerminalState state, Now now, KioskPhase.AtWork on, int digit)
    {
        if (digit is < 1 or > 4 || digit == 3 && kiosk.Deposit is null)
            return Ignore(state, NoMeaning);
        var power = (StaffPowers)(1 << (digit - 1));
        return Do(state, now, on, power, desk => power switch
        {
            StaffPowers.Refill => Ask(state, now, on, new StaffAct.Refill(Money.Zero)),
            StaffPowers.Deposit => Ask(state, now, on, new StaffAct.Deposit(0, Money.Zero)),
            StaffPowers.Close => Ask(state, now, on, ClosingOf(state)),
            _ => desk.Voidable is { } sale
                ? Ask(state, now, on, new StaffAct.VoidSale(sale, [.. sale.Basket.Select(NameOf)]))
                : RefuseAtWork(state, now, on, Reason.NothingToVoid, on.Session.Card.Card, desk.Judge()),
        });
    }

    /// <summary>As on the display; what is no longer sold has its id for a name.</summary>
    private string NameOf(BasketLine line) =>
        kiosk.Articles.FirstOrDefault(article => article.Id == line.Article)?.Name ?? line.Article.ToString();

    private Decision Type(TerminalState state, Now now, KioskPhase.AtWork on, StaffAct act, long typed) => act switch
    {
        StaffAct.Refill when typed <= MostTyped => Ask(state, now, on, new StaffAct.Refill(new Money(typed))),
        StaffAct.Deposit when typed <= Basket.MostPieces && kiosk.Deposit is { } cup =>
            Ask(state, now, on, new StaffAct.Deposit((int)typed, cup.Price * (int)typed)),
        _ => Ignore(state, "that is too much"),
    };

    /// <summary>Whoever was locked meanwhile, or whose time is over, does nothing any more.</summary>
    private Decision Do(
        TerminalState state, Now now, KioskPhase.AtWork on, StaffPowers power, Func<StaffDesk, Decision> act)
    {
        var desk = DeskOf(state, now, on.Session.Card)!;
        var judgement = desk.Judge();
        var card = on.Session.Card.Card;
        return judgement.Reason is { } reason
            ? Refuse(state, now, reason, card, Basket.Empty, judgement, journalHasRoom: true)
            : desk.Powers.HasFlag(power) ? act(desk)
            : RefuseAtWork(state, now, on, Reason.NotAllowed, card, judgement);
    }

    /// <summary>A refill, or deposits: the guest's card gets it. Nobody gives to a wallet of their own.</summary>
    private Decision Credit(
        TerminalState state, Now now, KioskPhase.AtWork on, StaffDesk desk, StaffAct act, Money amount,
        Input.CardPresented tap)
    {
        if (tap.Card.LayThere)
            return Ignore(state, "it lay there when the reader started");
        var guest = new SaleRules(Setup, state, now, tap.Card, Basket.Empty);
        var judgement = guest.JudgeCard();
        if ((judgement.Reason ?? (tap.Card.Entry is null ? Reason.CardUnknown : null)) is { } unfit)
            return RefuseAtWork(state, now, on, unfit, tap.Card.Card, judgement, tap.JournalHasRoom);
        var part = new AssetAmount(Setup.Limits.Staff!.Asset, amount);
        var payment = new Payment(tap.Card.Card, tap.Card.Entry!.Wallet, [part]);
        Fact fact = act is StaffAct.Deposit deposit
            ? new Fact.DepositReturn(payment, deposit.Items, on.Session.Card.Card)
            : new Fact.Refill(payment, on.Session.Card.Card);
        // What was given already takes up nothing more, whatever it would come to by now.
        var done = DoneBefore(state, now, fact);
        var why = SharesWallet(on.Session.Card, tap.Card) ? Reason.NotAllowed
            : !tap.JournalHasRoom ? Reason.JournalFull
            : done is null ? desk.WhyNoCredit(amount)
            : null;
        if (why is { } reason)
            return RefuseAtWork(
                state, now, on, reason, on.Session.Card.Card, judgement with { Left = null }, tap.JournalHasRoom);
        var served = Menu(now, on.Session) with { Served = tap.Card.Card };
        if (done is { } before)
            return Answer(
                state, served, Cue.Noticed,
                new GuestScreen.StaffDone(before.Act, judgement.Left) { IsOfBefore = true }, UsedUp(guest));
        return Answer(
            state, served, Cue.Approved,
            new GuestScreen.StaffDone(act, ClosureSums.Sum((judgement.Left ?? []).Append(part))),
            InOrder([.. UsedUp(guest), .. Counted(state, fact)]));
    }

    /// <summary>
    /// The last that was given, a while ago at most, is the same, whoever gave it: the power went, or the display did,
    /// before anybody could see that it was. Whoever was told so and does it again means it.
    /// </summary>
    private LastCredit? DoneBefore(TerminalState state, Now now, Fact fact) =>
        state.Past.Till.LastCredit is { } last && LastCredit.AreAlike(last.Fact, fact) &&
        last.ElapsedAt(now, state.Past) <= kiosk.UnshownMilliseconds
            ? last
            : null;

    /// <summary>Now or before: from here on the same once more is another.</summary>
    private static Decision CreditSeen(TerminalState state) => state.Past.Till.LastCredit is { } credit
        ? new Decision(state.Present, [new Fact.SaleShown(credit.Position)], [])
        : Ignore(state, "it was seen before");

    /// <summary>Exactly what it took goes back, once: the sale that is on the display, if it still may.</summary>
    private Decision TakeBack(TerminalState state, Now now, KioskPhase.AtWork on, StaffDesk desk) =>
        on.Act is StaffAct.VoidSale act && desk.Voidable == act.Sale
            ? Done(
                state, now, on, new GuestScreen.StaffDone(act, Left: null),
                [new Fact.Void(act.Sale.Position, act.Sale.Payments, on.Session.Card.Card)])
            : RefuseAtWork(state, now, on, Reason.NothingToVoid, on.Session.Card.Card, desk.Judge());

    private Decision Close(TerminalState state, Now now, KioskPhase.AtWork on) => Done(
        state, now, on, new GuestScreen.StaffDone(ClosingOf(state), Left: null),
        [state.Past.Till.Close(on.Session.Card.Card)]);

    private static StaffAct.Close ClosingOf(TerminalState state)
    {
        var till = state.Past.Till;
        return new StaffAct.Close(till.Closings + 1, Sold(till.Totals, 1) + Sold(till.Voided, -1));
    }

    private static Money Sold(ValueList<ClosureTotal> rows, int times) => rows
        .Where(row => row.Asset?.Category.SpendRank() is not null)
        .Select(row => row.Amount * times).SumOrLimit();

    private Decision Ask(TerminalState state, Now now, KioskPhase.AtWork on, StaffAct act) => Become(
        state,
        Menu(now, on.Session) with { Act = act },
        new Effect.Show(new GuestScreen.StaffAsked(act)));

    private Decision Done(
        TerminalState state, Now now, KioskPhase.AtWork on, GuestScreen screen, params Fact[] facts) =>
        Answer(state, Menu(now, on.Session), Cue.Approved, screen, [.. facts]);

    private Decision RefuseAtWork(
        TerminalState state, Now now, KioskPhase.AtWork on, Reason reason, CardToken? card, SaleJudgement judgement,
        bool journalHasRoom = true) => Answer(
            state,
            Menu(now, on.Session),
            Cue.Refused,
            new GuestScreen.Refused(reason, Basket.Empty, judgement.Left),
            journalHasRoom ? [new Fact.Refusal(reason, card, [], judgement.Verdict)] : []);

    private Decision ShowMenu(TerminalState state, Now now, StaffSession session) => Become(
        state,
        Menu(now, session),
        new Effect.Show(new GuestScreen.StaffMenu(
            DeskOf(state, now, session.Card)!.Powers & ~(kiosk.Deposit is null ? StaffPowers.Deposit : 0))),
        new Effect.Sound(Cue.Noticed));

    private KioskPhase.AtWork Menu(Now now, StaffSession session) =>
        new(session, Act: null, now.MonotonicMilliseconds + kiosk.StaffMilliseconds);

    private StaffDesk? DeskOf(TerminalState state, Now now, CardPresentation card) =>
        Setup.Limits.Staff is { } staff ? new StaffDesk(Setup, staff, state, now, card) : null;

    private static int? DigitOf(Input input) => input switch
    {
        Input.ArticleChosen chosen => chosen.Digit,
        Input.DigitTyped typed => typed.Digit,
        _ => null,
    };
}
