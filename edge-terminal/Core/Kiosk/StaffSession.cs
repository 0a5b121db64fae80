namespace EdgeTerminal.Core;

/// <summary>Somebody of the staff is at work at a kiosk.</summary>
/// <param name="Card">Their card as it was judged; its counter, if it showed one, is used up.</param>
/// <param name="EndsAt">However busy they are: then the card is to be laid there again.</param>
public sealed record StaffSession(CardPresentation Card, long EndsAt);
