using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;

namespace Tests.Unit.HardwareDrivers.Pn532;

public class CommandTests
{
    public static TheoryData<string, byte[]> Encoded { get; } = new()
    {
        { "02", new GetFirmwareVersion().Encode() },
        { "1007", new SetSerialBaudRate(921_600).Encode() },
        { "1214", new SetParameters(SetParameters.PowerOn).Encode() },
        { "14010001", new SamConfiguration().Encode() },
        { "320100", new RfConfiguration.Field(On: false).Encode() },
        { "320101", new RfConfiguration.Field(On: true).Encode() },
        { "3202000B0A", new RfConfiguration.Timings(Timeout(102.4), Timeout(51.2)).Encode() },
        { "320403", new RfConfiguration.ExchangeRetries(3).Encode() },
        { "3205FF01FF", new RfConfiguration.ActivationRetries(0xFF, 1, 0xFF).Encode() },
        { "4A0100", new InListPassiveTarget(1).Encode() },
        { "4A0200", new InListPassiveTarget(2).Encode() },
        { "4A01001ADA7444", InListPassiveTarget.Only(Convert.FromHexString("1ADA7444")).Encode() },
        { "4A01008804A23B1C5D6E80", InListPassiveTarget.Only(Convert.FromHexString("04A23B1C5D6E80")).Encode() },
        {
            "4A01008801020388040506" + "0708090A",
            InListPassiveTarget.Only(Convert.FromHexString("0102030405060708090A")).Encode()
        },
        { "40013000", new ExchangeCommand.ByProtocol(1, new byte[] { 0x30, 0x00 }, GoesOn: false).Encode() },
        { "4042CAFE", new ExchangeCommand.ByProtocol(2, new byte[] { 0xCA, 0xFE }, GoesOn: true).Encode() },
        { "4260", new ExchangeCommand.AsItIs(new byte[] { 0x60 }).Encode() },
        { "5401", new TargetOrder.Select(1).Encode() },
        { "4401", new TargetOrder.Deselect(1).Encode() },
        { "5200", new TargetOrder.Release(0).Encode() },
        { "4E010202", new TargetOrder.ChangeRate(1, AirRate.Kilobits424).Encode() },
        { "08630300", new WriteRegister(WriteRegister.ReceptionMode, 0x00).Encode() },
    };

    public static TheoryData<string, string, ushort, byte, string> OneCard { get; } = new()
    {
        { "0101000408041ADA7444", "1ADA7444", 0x0004, 0x08, "" },
        { "0101004400070" + "4A23B1C5D6E80", "04A23B1C5D6E80", 0x0044, 0x00, "" },
        { "01010084000A0102030405060708090A", "0102030405060708090A", 0x0084, 0x00, "" },
        { "010103442007042F1C5A7B3D80067577810280", "042F1C5A7B3D80", 0x0344, 0x20, "7577810280" },
    };

    [Theory]
    [MemberData(nameof(Encoded))]
    public void Commands_have_the_bytes_of_the_manual(string expected, byte[] encoded)
    {
        Assert.Equal(expected, Convert.ToHexString(encoded));
    }

    [Theory]
    [MemberData(nameof(OneCard))]
    public void A_listed_card_is_read(string content, string uid, ushort atqa, byte sak, string answerToSelect)
    {
        var target = Assert.Single(Value(new InListPassiveTarget(1), content));

        Assert.Equal(new CardIdentity(Convert.FromHexString(uid), atqa, sak), target.Card);
        Assert.Equal(1, target.Number);
        Assert.Equal(answerToSelect, Convert.ToHexString(target.AnswerToSelect.Span));
    }

    [Fact]
    public void Two_listed_cards_are_read_the_first_with_an_answer_to_select()
    {
        var targets = Value(
            new InListPassiveTarget(2),
            "02" + "0103442007042F1C5A7B3D80067577810280" + "02000408041ADA7444");

        Assert.Equal(["042F1C5A7B3D80", "1ADA7444"], targets.Select(target => target.Card.UidHex));
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("01")]
    [InlineData("0101000408041ADA74")]
    [InlineData("0101000408041ADA744400")]
    [InlineData("0102000408041ADA7444")]
    [InlineData("01010004080888AABBCC01020304")]
    [InlineData("0101000408051ADA744455")]
    [InlineData("0101004404070" + "4A23B1C5D6E80")]
    [InlineData("010103442007042F1C5A7B3D80")]
    [InlineData("010103442007042F1C5A7B3D8000")]
    [InlineData("010103442007042F1C5A7B3D800775778102")]
    public void What_lists_no_card_of_type_A_is_malformed(string content)
    {
        Assert.IsType<Decoded<System.Collections.Immutable.ImmutableArray<TypeATarget>>.Malformed>(
            new InListPassiveTarget(1).Decode(Convert.FromHexString(content)));
    }

    [Theory]
    [InlineData("32010607", true)]
    [InlineData("33010607", false)]
    [InlineData("320106", false)]
    [InlineData("3201060700", false)]
    [InlineData("", false)]
    public void Only_a_PN532_has_a_firmware_version(string content, bool good)
    {
        var decoded = new GetFirmwareVersion().Decode(Convert.FromHexString(content));

        Assert.Equal(good, decoded is Decoded<FirmwareVersion>.Value);
    }

    [Fact]
    public void A_response_that_says_done_says_nothing_else()
    {
        Assert.IsType<Decoded<Completed>.Value>(new SamConfiguration().Decode([]));
        Assert.IsType<Decoded<Completed>.Malformed>(new SamConfiguration().Decode([0x00]));
    }

    // The table of 7.3.1, item 2.
    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.15, 2)]
    [InlineData(51.2, 10)]
    [InlineData(102.4, 11)]
    [InlineData(103, 12)]
    [InlineData(3276.8, 16)]
    public void A_time_out_is_rounded_up_to_one_that_the_chip_has(double milliseconds, byte code)
    {
        Assert.Equal(code, Timeout(milliseconds).Code);
    }

    [Fact]
    public void A_reply_of_a_card_is_its_status_and_what_it_said()
    {
        var reply = Value(new ExchangeCommand.AsItIs(new byte[] { 0x60 }), "40CAFE");

        Assert.Equal((TargetStatus.Success, true), (reply.Status.Error, reply.Status.GoesOn));
        Assert.Equal("CAFE", Convert.ToHexString(reply.Data.Span));
        Assert.IsType<Decoded<TargetReply>.Malformed>(new ExchangeCommand.AsItIs(new byte[] { 0x60 }).Decode([]));
    }

    [Fact]
    public void An_order_about_a_target_is_answered_by_a_status_alone()
    {
        Assert.Equal(TargetStatus.NotAcceptable, Value(new TargetOrder.Select(1), "27").Error);
        Assert.IsType<Decoded<TargetStatus>.Malformed>(new TargetOrder.Select(1).Decode([0x00, 0x00]));
        Assert.IsType<Decoded<TargetStatus>.Malformed>(new TargetOrder.Select(1).Decode([]));
    }

    [Fact]
    public void A_card_is_sent_no_more_than_fits_into_a_frame()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExchangeCommand.ByProtocol(1, new byte[263], false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExchangeCommand.AsItIs(new byte[264]));
        Assert.Equal(264, new ExchangeCommand.ByProtocol(1, new byte[262], false).Encode().Length);
    }

    // TA(1): bits 7 to 5 what the card can send at, bits 3 to 1 what it can receive (ISO/IEC 14443-4, 5.2.4).
    [Theory]
    [InlineData("7577810280", AirRate.Kilobits424, AirRate.Kilobits424)]
    [InlineData("7577810280", AirRate.Kilobits212, AirRate.Kilobits212)]
    [InlineData("7577810280", AirRate.Kilobits106, AirRate.Kilobits106)]
    [InlineData("7511810280", AirRate.Kilobits424, AirRate.Kilobits212)]
    [InlineData("7531810280", AirRate.Kilobits424, AirRate.Kilobits212)]
    [InlineData("7540810280", AirRate.Kilobits424, AirRate.Kilobits106)]
    [InlineData("65778102", AirRate.Kilobits424, AirRate.Kilobits106)]
    [InlineData("75", AirRate.Kilobits424, AirRate.Kilobits106)]
    [InlineData("", AirRate.Kilobits424, AirRate.Kilobits106)]
    public void The_rate_over_the_air_is_the_fastest_that_card_and_settings_allow(
        string answerToSelect, AirRate limit, AirRate expected)
    {
        Assert.Equal(expected, AnswerToSelectRates.Fastest(Convert.FromHexString(answerToSelect), limit));
    }

    // Examples of ISO/IEC 14443-3, annex B.
    [Theory]
    [InlineData("0000A01E", true)]
    [InlineData("123426CF", true)]
    [InlineData("123426CE", false)]
    [InlineData("26CF", false)]
    public void A_frame_of_type_A_ends_with_its_checksum(string frame, bool good)
    {
        Assert.Equal(good, ChecksumA.Closes(Convert.FromHexString(frame)));
    }

    [Fact]
    public void A_malformed_response_says_what_was_expected_and_what_came()
    {
        var malformed = Assert.IsType<Decoded<FirmwareVersion>.Malformed>(new GetFirmwareVersion().Decode([0x33]));

        Assert.Equal("GetFirmwareVersion: expected IC 32, version, revision, support, got [33]", malformed.Detail);
    }

    private static RfTimeout Timeout(double milliseconds) =>
        RfTimeout.AtLeast(TimeSpan.FromMilliseconds(milliseconds));

    private static T Value<T>(Pn532Command<T> command, string content) =>
        Assert.IsType<Decoded<T>.Value>(command.Decode(Convert.FromHexString(content))).Content;
}
