using EdgeTerminal.Host;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>What the doctor says of a drink station that nobody can put right.</summary>
public class StaffExaminerTests
{
    [Fact]
    public void A_drink_station_without_a_badge_of_staff_is_a_problem()
    {
        var finding = Assert.Single(Examine(WrittenConfiguration.Drink));

        Assert.True(finding.IsProblem);
        Assert.Equal("nobody here ends an empty keg, a leak or a dead meter, and they outlive restarts", finding.Found);
    }

    [Fact]
    public void So_is_one_whose_staff_cannot_prove_who_they_are()
    {
        var finding = Assert.Single(Examine([.. WrittenConfiguration.Drink, ("drink.staffBadge", "BDG-STAFF")]));

        Assert.True(finding.IsProblem);
        Assert.Equal(
            "cards with BDG-STAFF must be of class aes, and no card can prove that here", finding.Found);
    }

    [Fact]
    public void One_with_a_badge_that_somebody_can_show_is_none()
    {
        var finding = Assert.Single(Examine(
            [.. WrittenConfiguration.Drink, ("drink.staffBadge", "BDG-STAFF"), ("drink.staffClass", "uid")]));

        Assert.Equal(("cards with BDG-STAFF, of class uid", false), (finding.Found, finding.IsProblem));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("7", false)]
    public void Of_several_taps_an_empty_one_needs_a_key_for_its_new_keg(string? key, bool isProblem)
    {
        var finding = Assert.Single(Examine(
        [
            .. WrittenConfiguration.Drink, ("drink.staffBadge", "BDG-STAFF"), ("drink.staffClass", "uid"),
            ("drink.key", "1"), ("drink.kegKey", key),
            ("drink.otherTaps.0.id", "cider"), ("drink.otherTaps.0.price", "600"),
            ("drink.otherTaps.0.pulsesPerLitre", "400"), ("drink.otherTaps.0.valve", "other"),
            ("drink.otherTaps.0.meterLine", "21"), ("drink.otherTaps.0.key", "2"),
            ("lines.1.name", "other"), ("lines.1.line", "18"),
        ]));

        Assert.Equal(isProblem, finding.IsProblem);
        Assert.Equal(
            isProblem
                ? "there is no key for a new keg: an empty tap stays closed while another serves"
                : "cards with BDG-STAFF, of class uid",
            finding.Found);
    }

    [Fact]
    public void A_kiosk_has_its_staff_from_the_enrolment() => Assert.Empty(Examine(
        [("profile", "kiosk"), ("kiosk.articles.0.id", "beer"), ("kiosk.articles.0.price", "350"),
            ("kiosk.articles.0.key", "1")]));

    private static List<Finding> Examine((string, string?)[] written) =>
        [.. StaffExaminer.Examine(WrittenConfiguration.Of(written))];
}
