using CloudBridge.Contract;
using CloudBridge.Ledger;

namespace Tests.Unit.CloudBridge.Ledger;

public class CardCsvTests
{
    [Fact]
    public void A_card_has_a_row_for_each_asset()
    {
        var csv = Read(
            "04E141125B3C80,uid,ok,TLF,1500", "DEADBEEF,aes,blocked,FED,0", "04e141125b3c80, uid ,OK,TNF,200");

        Assert.Empty(csv.Errors);
        var card = csv.Cards.First();
        Assert.Equal("04E141125B3C80", card.Uid.Hex);
        Assert.Equal(["TLF", "TNF"], card.Balances.Select(balance => balance.Asset.ToString()));
        Assert.Equal((CardClass.Aes, CardState.Blocked), (csv.Cards.Last().Class, csv.Cards.Last().State));
    }

    [Theory]
    [InlineData("04E1,uid,ok,TLF,1", "uid '04E1'; expected 8, 14 or 20 hexadecimal digits")]
    [InlineData("08123456,uid,ok,TLF,1", "made up")]
    [InlineData("DEADBEEF,gold,ok,TLF,1", "class 'gold'; expected uid, counter or aes")]
    [InlineData("DEADBEEF,uid,good,TLF,1", "state 'good'; expected ok or blocked")]
    [InlineData("DEADBEEF,uid,ok,EUR,1", "asset 'EUR'")]
    [InlineData("DEADBEEF,uid,ok,SUB,1", "asset 'SUB'")]
    [InlineData("DEADBEEF,uid,ok,TLF,1.50", "1500 for 15.00")]
    [InlineData("DEADBEEF,uid,ok,TLF,-1", "not below zero")]
    [InlineData("DEADBEEF,uid,ok,TLF,9007199254740992", "amount")]
    [InlineData("DEADBEEF,uid,ok,TLF", "4 columns; expected 5")]
    [InlineData("DEADBEEF,uid,ok,TLF,1,more", "6 columns; expected 5")]
    [InlineData("DEAD\"BEEF,uid,ok,TLF,1", "quote")]
    public void A_bad_row_is_named_by_its_line_with_what_was_expected(string row, string expected)
    {
        var csv = Read("04E141125B3C80,uid,ok,TLF,1500", row);

        Assert.Contains(csv.Errors, error =>
            error.StartsWith("line 3: ", StringComparison.Ordinal) &&
            error.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_bad_row_is_named()
    {
        var csv = Read(
            "x,uid,ok,TLF,1", "", "DEADBEEF,uid,ok,TLF,1", "DEADBEEF,uid,ok,TLF,2", "DEADBEEF,uid,blocked,FED,2");

        Assert.Equal(["line 2", "line 5", "line 6"], csv.Errors.Select(error => error[..6]));
    }

    [Fact]
    public void A_card_is_given_no_more_memberships_than_a_list_carries_with_ease()
    {
        string Rows(int count) => string.Join('\n', Enumerable.Range(0, count).Select(
            i => $"DEADBEEF,uid,ok,SUB-A{i},,,2026-12-31T00:00:00Z,,"));
        const string Header = "uid,class,state,asset,amount,from,through,age,language\n";

        Assert.Empty(CardCsv.Read(new StringReader(Header + Rows(CardDesk.MostEntitlements))).Errors);
        Assert.Equal(
            "line 34: DEADBEEF has more than 32 memberships and badges",
            Assert.Single(CardCsv.Read(new StringReader(Header + Rows(40))).Errors));
    }

    [Theory]
    [InlineData("")]
    [InlineData("uid;class;state;asset;amount")]
    [InlineData("04E141125B3C80,uid,ok,TLF,1500")]
    public void A_file_without_the_header_is_refused(string content)
    {
        var csv = CardCsv.Read(new StringReader(content));

        Assert.StartsWith("line 1: expected the header uid,class,state,asset,amount", Assert.Single(csv.Errors));
        Assert.Empty(csv.Cards);
    }

    [Fact]
    public void A_membership_has_dates_and_a_guest_may_have_an_age_and_a_language()
    {
        var csv = ReadLonger(
            "04E141125B3C80,uid,ok,TLF,1500,,,adult,fr",
            "04E141125B3C80,uid,ok,SUB,,2026-01-01T00:00:00+01:00,2026-12-31T23:59:59+01:00,adult,fr",
            "DEADBEEF,uid,ok,BDG-WEEKEND,,,2026-12-31T23:59:59Z,,");

        Assert.Empty(csv.Errors);
        var (guest, other) = (csv.Cards.First(), csv.Cards.Last());
        Assert.Equal((AgeClass.Adult, "fr"), (guest.Guest.Age, guest.Guest.Language.ToString()));
        Assert.Equal(
            new Entitlement(AssetId.Parse("SUB"), 1_767_222_000_000, 1_798_757_999_000),
            Assert.Single(guest.Entitlements));
        Assert.Equal((AgeClass.Unknown, null), (other.Guest.Age, other.Guest.Language));
        Assert.Equal(new Entitlement(AssetId.Parse("BDG-WEEKEND"), null, 1_798_761_599_000), other.Entitlements[0]);
        Assert.Empty(other.Balances);
    }

    [Theory]
    [InlineData("DEADBEEF,uid,ok,SUB,5,,2026-12-31T23:59:59Z,,", "amount '5'; expected nothing")]
    [InlineData("DEADBEEF,uid,ok,SUB,,,,,", "through ''; expected a time")]
    [InlineData("DEADBEEF,uid,ok,SUB,,,2026-12-31,,", "through '2026-12-31'; expected a time")]
    [InlineData("DEADBEEF,uid,ok,SUB,,2027-01-01T00:00:00Z,2026-12-31T23:59:59Z,,", "no earlier than from")]
    [InlineData("DEADBEEF,uid,ok,TLF,5,,2026-12-31T23:59:59Z,,", "money has no dates")]
    [InlineData("DEADBEEF,uid,ok,TLF,5,,,old,", "age 'old'; expected minor or adult")]
    [InlineData("DEADBEEF,uid,ok,TLF,5,,,,french", "language 'french'; expected two letters")]
    [InlineData("DEADBEEF,uid,ok,EUR,5,,,,", "or SUB or BDG")]
    [InlineData("04E141125B3C80,uid,ok,TNF,5,,,minor,", "another age or language")]
    [InlineData("DEADBEEF,uid,ok,TLF,5", "5 columns; expected 9")]
    public void A_bad_row_of_a_longer_file_is_named_as_well(string row, string expected)
    {
        var csv = ReadLonger("04E141125B3C80,uid,ok,TLF,1500,,,,", row);

        Assert.Contains(csv.Errors, error =>
            error.StartsWith("line 3: ", StringComparison.Ordinal) &&
            error.Contains(expected, StringComparison.Ordinal));
    }

    private static CardCsv ReadLonger(params string[] rows) => CardCsv.Read(
        new StringReader("uid,class,state,asset,amount,from,through,age,language\n" + string.Join('\n', rows)));

    private static CardCsv Read(params string[] rows) =>
        CardCsv.Read(new StringReader("uid,class,state,asset,amount\n" + string.Join('\n', rows)));
}
