using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What a guest is told at a terminal.</summary>
internal static class TapsOf
{
    /// <summary>What the display says that a card has, in minor units of its first asset.</summary>
    public static long BalanceOf(this TerminalDriver terminal, string uid)
    {
        terminal.Tap(uid);
        var balance = Assert.IsType<GuestScreen.Balance>(terminal.Screen).Left[0].Amount.MinorUnits;
        terminal.Give(new Input.BasketCleared());
        return balance;
    }

    /// <summary>Why a card may not buy an article; null: it was sold.</summary>
    public static Reason? ReasonFor(this TerminalDriver terminal, Article article, string uid)
    {
        terminal.Give(new Input.ArticleChosen(article));
        var before = terminal.Journal.Count;
        terminal.Tap(uid);
        Assert.True(terminal.Journal.Count > before, "the tap was ignored");
        var reason = terminal.LastFact switch
        {
            Fact.Refusal refusal => refusal.Reason,
            Fact.Sale => (Reason?)null,
            var other => throw new InvalidOperationException($"{other}"),
        };
        terminal.Finish();
        return reason;
    }
}
