using EdgeTerminal.Host;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>What the doctor says of keys that nothing can press.</summary>
public class KeysExaminerTests
{
    private static readonly (string, string?)[] Drink = [.. WrittenConfiguration.Drink, ("drink.kegKey", "keg")];

    private static readonly (string, string?)[] Kiosk =
        [("profile", "kiosk"), ("kiosk.articles.0.id", "beer"), ("kiosk.articles.0.price", "350")];

    [Fact]
    public void A_key_that_the_operator_named_and_did_not_wire_is_a_problem()
    {
        var findings = Examine(Drink);

        Assert.Equal("none is configured", findings[0].Found);
        var dead = Assert.Single(findings, finding => finding.IsProblem);
        Assert.Equal(("drink.kegKey", "nothing can press 'keg'"), (dead.Subject, dead.Found));
        Assert.Equal("nothing can press stop, clear: what they do cannot be done here", findings[^1].Found);
    }

    [Fact]
    public void A_key_that_is_wired_is_none()
    {
        var findings = Examine([.. Drink,
            ("keys.buttons.0.name", "keg"), ("keys.buttons.0.line", "5"), ("keys.buttons.1.name", "stop"),
            ("keys.buttons.1.line", "6"), ("keys.buttons.2.name", "clear"), ("keys.buttons.2.line", "7")]);

        Assert.Equal("keg, stop, clear", Assert.Single(findings).Found);
        Assert.DoesNotContain(findings, finding => finding.IsProblem);
    }

    [Fact]
    public void The_simulated_panel_presses_all() => Assert.False(Assert.Single(
        Examine([.. Drink, ("panel.driver", "simulated"), ("panel.socket", "/run/panel")])).IsProblem);

    [Fact]
    public void A_knob_chooses_articles_whatever_their_keys()
    {
        (string, string?)[] chosen = [.. Kiosk, ("kiosk.articles.0.key", "1")];

        Assert.Equal("kiosk.articles.0.key", Assert.Single(Examine(chosen), finding => finding.IsProblem).Subject);
        Assert.DoesNotContain(
            Examine([.. chosen, ("keys.knob.lineA", "5"), ("keys.knob.lineB", "6")]), finding => finding.IsProblem);
    }

    private static List<Finding> Examine((string, string?)[] written) =>
        [.. KeysExaminer.Examine(WrittenConfiguration.Of(written))];
}
