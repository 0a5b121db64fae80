using EdgeTerminal.Core;
using EdgeTerminal.Host;

namespace Tests.Simulation;

/// <summary>
/// A guest at a kiosk: presses keys, holds a card, looks at the display. Who has seen no answer comes again with the
/// same wish, as people do.
/// </summary>
internal sealed class Buyer(World world, Happening.Visit visit) : Guest(world, visit)
{
    private const int MostTries = 3;
    private const long ToSecondLook = 3_600;

    private int tries;
    private bool hasSeenAnswer;

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
    public override void See(GuestScreen screen) => hasSeenAnswer |= screen.IsVerdict || screen is GuestScreen.Balance;

    /// <inheritdoc/>
    protected override int Wishes =>
        Visit.Keys.Length > 0 || Shop.HasFixedArticle(World.Story.Plan, Visit.Terminal) ? 1 : 0;

    /// <summary>Nothing was seen of an answer: once more.</summary>
    private void Look()
    {
        if (hasSeenAnswer || tries >= MostTries || Visit.Keys.Length == 0)
        {
            Leave();
            return;
        }
        After(2_000 + Machine.Chance.Below(25_000), Come);
    }
}
