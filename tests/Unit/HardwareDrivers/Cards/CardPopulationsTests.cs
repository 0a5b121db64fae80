using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

public class CardPopulationsTests
{
    [Fact]
    public void Everything_that_is_described_is_read()
    {
        var population = Assert.Single(CardPopulations.Read(
            """
            [{"name": "staff", "method": "desfireEv2", "versions": [2, 1], "keyNumber": 1, "counterNumber": 2,
              "applicationId": "3042F5", "systemIdentifier": "66657374", "desfireApplication": "F54230",
              "secureMessaging": false,
              "sun": {"piccData": null, "uid": "u", "counter": "n", "fileData": null, "mac": "m",
                      "macInput": "fileDataToMac"}}]
            """));

        Assert.Equal(("staff", CardMethod.DesfireEv2), (population.Name, population.Method));
        Assert.Equal([2, 1], population.Versions);
        Assert.Equal((1, 2), (population.KeyNumber, population.CounterNumber));
        Assert.Equal("04AA3042F566657374", Convert.ToHexString(population.Diversification.For([0x04, 0xAA])));
        Assert.Equal([0xF5, 0x42, 0x30], population.DesfireApplication);
        Assert.False(population.SecureMessaging);
        Assert.Equal(new SunSettings(null, "u", "n", null, "m", SunMacInput.FileDataToMac), population.Sun);
    }

    [Fact]
    public void What_is_left_out_is_as_usual()
    {
        var population = Assert.Single(CardPopulations.Read(
            """[{"name": "wristbands", "method": "ultralightAes", "versions": [1], "sun": {}}]"""));

        Assert.Equal(DiversificationInput.UidOnly, population.Diversification);
        Assert.True(population.SecureMessaging);
        Assert.Equal(new SunSettings(), population.Sun);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{}", "an array")]
    [InlineData("[1]", "populations[0]: expected an object")]
    [InlineData("""[{"method":"sun","versions":[1]}]""", "populations[0].name")]
    [InlineData("""[{"name":"a","method":"magic","versions":[1]}]""", "populations[0].method")]
    [InlineData("""[{"name":"a","method":"sun"}]""", "populations[0].versions")]
    [InlineData("""[{"name":"a","method":"sun","versions":[]}]""", "populations[0].versions")]
    [InlineData("""[{"name":"a","method":"sun","versions":[0]}]""", "populations[0].versions")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1,1]}]""", "populations[0].versions")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1],"keyNumber":14}]""", "keyNumber")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1],"keyNummer":1}]""", "keyNummer")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1],"applicationId":"3"}]""", "applicationId")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1],"desfireApplication":"3042"}]""", "desfireApplication")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1],"secureMessaging":1}]""", "secureMessaging")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1],"sun":{"macInput":"all"}}]""", "macInput")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1],"sun":{"cmac":"c"}}]""", "cmac")]
    [InlineData("""[{"name":"a","method":"sun","versions":[1]},{"name":"a","method":"sun","versions":[1]}]""", "own")]
    public void What_is_wrong_is_named_with_its_place(string json, string named)
    {
        var error = Assert.Throws<CardPopulationException>(() => CardPopulations.Read(json));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
