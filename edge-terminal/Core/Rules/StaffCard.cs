using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// The one judge of staff's cards, whatever they do at whatever station: the list is not expired (405), the card is
/// good, its badge counts here and now (201), and it is no copy of a UID (105). It judges when the card is laid there,
/// and again at each act of a session, because the card may be locked or run out in between.
/// </summary>
/// <param name="setup">What the station is told.</param>
/// <param name="state">All that is known.</param>
/// <param name="now">When.</param>
/// <param name="card">As it lies there.</param>
/// <param name="badges">Those that count for what is to be done.</param>
internal class StaffCard(
    TerminalSetup setup, TerminalState state, Now now, CardPresentation card, params ValueList<AssetId> badges)
{
    /// <summary>What uses its counter up; null: none counts.</summary>
    public SaleRules Rules { get; } = new(setup, state, now, card, Basket.Empty);

    /// <summary>The list says that it holds a badge that counts here, now.</summary>
    public bool IsStaff => badges.Any(Rules.IsEntitled);

    /// <summary>When it is judged, and by what.</summary>
    protected (TerminalSetup Setup, Remembered Past, Now Now, CardToken Card) Given =>
        (setup, state.Past, now, card.Card);

    /// <summary>It is known by something else than what it proves itself.</summary>
    protected virtual bool IsKnownOtherwise => false;

    /// <summary>How the card stands: why it may not work; null: it may.</summary>
    public SaleJudgement Judge()
    {
        var judgement = Rules.JudgeCard();
        return judgement with
        {
            Reason = judgement.Reason
                ?? (judgement.Verdict.Mode == ListMode.Expired ? Reason.ListExpired
                : !IsStaff ? Reason.NotEntitled
                : Rules.Proved < setup.Station.LeastStaffClass && !IsKnownOtherwise ? Reason.ClassTooWeak
                : null),
            Left = null,
        };
    }
}
