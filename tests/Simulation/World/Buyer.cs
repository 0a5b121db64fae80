using EdgeTerminal.Core;
using EdgeTerminal.Host;

namespace Tests.Simulation;

/// <summary>
/// A guest at a kiosk: presses keys, holds a card, looks at the display. Who has seen no answer comes again with the
/// same wish, as people do; who is asked for a second card holds it, or has none and goes.
/// </summary>
internal sealed class Buyer : Guest
{
    private const int MostTries = 3;
    private const long ToSecondLook = 3_600;

    private const long ToSecondCard = 1_800;

    private readonly Companion? other;
    private int tries;
    private bool isOthersTurn;
    private bool hasSeenAnswer;

    public Buyer(World world, Happening.Visit visit)
        : base(world, visit) => other = visit.Other is null ? null : new Companion(world, visit, this);

    /// <inheritdoc/>
    public override void Come()
    {
        tries++;
        foreach (var key in Visit.Keys)
            Press(key);
        switch (Visit.Manner)
        {
            case Manner.ChangesMind:
                After(ToCard, () => Press(KeyNames.Clear));
                After(ToCard, Leave);
                return;
            case Manner.TwoCards:
                After(ToCard, HoldSeveral);
                After(ToCard, Leave);
                return;
            case Manner.LeavesEarly when tries == 1:
                After(ToCard, Wave);
                After(ToCard + 500, Hold);
                break;
            case Manner.Slips:
                After(ToCard, Hold);
                After(ToCard + 900, Hold);
                break;
            default:
                After(ToCard, Hold);
                break;
        }
        After(ToCard + 1_500, TakeAway);
        After(ToCard + ToSecondLook, Look);
    }

    /// <inheritdoc/>
    public override void See(GuestScreen screen)
    {
        hasSeenAnswer |= screen.IsVerdict || screen is GuestScreen.Balance;
        if (screen is not GuestScreen.SecondCardAsked || isOthersTurn)
            return;
        if (other is null)
        {
            hasSeenAnswer = true;
            return;
        }
        isOthersTurn = true;
        After(ToSecondCard, TakeAway);
        After(ToSecondCard + 400, other.Hold);
        After(ToSecondCard + 1_900, TakeAway);
    }

    /// <inheritdoc/>
    protected override int Wishes =>
        Visit.Keys.Length > 0 || Shop.HasFixedArticle(World.Story.Plan, Visit.Terminal) ? 1 : 0;

    /// <summary>Nothing was seen of an answer: once more.</summary>
    private void Look()
    {
        if (isOthersTurn && !hasSeenAnswer)
        {
            isOthersTurn = false;
            After(ToSecondLook, Look);
            return;
        }
        if (hasSeenAnswer || tries >= MostTries || Visit.Keys.Length == 0)
        {
            Leave();
            return;
        }
        After(2_000 + Machine.Chance.Below(25_000), Come);
    }
}
