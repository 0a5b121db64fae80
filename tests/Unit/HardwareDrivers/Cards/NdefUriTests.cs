using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

public class NdefUriTests
{
    [Theory]
    [InlineData("0008 D1010455 04 612E62", "https://a.b")]
    [InlineData("0008 D1010455 02 612E62 0000", "https://www.a.b")]
    [InlineData("0008 D1010455 00 612E62", "a.b")]
    public void An_address_is_taken_out_of_its_record(string file, string address)
    {
        Assert.Equal(address, NdefUri.Read(Hex.Bytes(file)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000")]
    [InlineData("0008 D10104")]
    [InlineData("0004 D1010055")]
    [InlineData("0008 D1010555 04 612E62")]
    [InlineData("0008 D1010054 04 612E62")]
    [InlineData("0008 D1010454 04 612E62")]
    [InlineData("0008 C1010455 04 612E62")]
    [InlineData("0008 D1010455 FF 612E62")]
    public void What_is_no_short_record_of_an_address_is_none(string file)
    {
        Assert.Null(NdefUri.Read(Hex.Bytes(file)));
    }

    [Fact]
    public void No_bytes_of_a_stranger_are_more_than_no_address()
    {
        var chance = new Random(20261121);
        for (var round = 0; round < 20_000; round++)
        {
            var file = new byte[chance.Next(0, 24)];
            chance.NextBytes(file);
            if (file.Length > 6)
                (file[0], file[1], file[2], file[3], file[5]) = (0, (byte)(file[1] % 24), 0xD1, 1, (byte)'U');

            Assert.True(NdefUri.Read(file) is null or { Length: < 48 });
        }
    }
}
