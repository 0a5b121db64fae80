using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// In which language a guest is spoken to: in that of the card that was laid there, until the station rests again.
/// </summary>
internal static class Speaking
{
    public static Decision Decide(TerminalState state, Input input, Decision decision)
    {
        var language = LanguageOf(state.Present, input, decision);
        if (language is null && decision.Present.Language is null)
            return decision;
        return decision with
        {
            Present = decision.Present with { Language = language },
            Effects = language is null ? decision.Effects : [.. decision.Effects.Select(InLanguage)],
        };

        Effect InLanguage(Effect effect) => effect is Effect.Show { Screen.FollowsCard: true } show
            ? new Effect.Show(show.Screen with { Language = language })
            : effect;
    }

    private static LanguageTag? LanguageOf(Present before, Input input, Decision decision) =>
        decision.Present.Phase.IsAtRest ? null
        : decision.Ignored is not null || before.Phase.WillNameRecord ? before.Language
        : input switch
        {
            Input.CardPresented tap => tap.Card.Entry?.Language,
            Input.SeveralCardsPresented => null,
            _ => before.Language,
        };
}
