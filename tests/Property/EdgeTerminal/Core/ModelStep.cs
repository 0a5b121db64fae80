namespace Tests.Property.EdgeTerminal.Core;

internal enum StepKind
{
    Sell,
    Ingest,
    Refill,
    PublishList,
    DeliverList,
    DeliverAck,
    Restart,
    LosePower,
}

internal enum PlantedBug
{
    None,
    AckGivesTheBalanceBack,
    ListOvertakesAck,
}

internal readonly record struct ModelStep(StepKind Kind, int Choice);
