using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property.EdgeTerminal.Core;

internal enum LosingStepKind
{
    BuyBeer,
    BuySyrup,
    ShowCounter,
    Block,
    Refill,
    Hold,
    Close,
    Void,
    HearBlock,
    HearSale,
    ApplyList,
    Confirm,
    Wait,
    Restart,
    LosePower,
    RestoreImage,
    ChangeStorage,
}

internal sealed record LosingStep(LosingStepKind Kind, int Choice);

/// <summary>What a terminal that loses its list may live through.</summary>
internal static class LosingStory
{
    public static Gen<LosingStep[]> Any { get; } =
        from length in Gen.Choose(5, 60) from steps in Gen.ArrayOf(AnyStep, length) select steps;

    private static Gen<LosingStep> AnyStep =>
        from kind in Gen.Frequency(
            (12, Gen.Constant(LosingStepKind.BuyBeer)),
            (8, Gen.Constant(LosingStepKind.BuySyrup)),
            (6, Gen.Constant(LosingStepKind.ShowCounter)),
            (1, Gen.Constant(LosingStepKind.Block)),
            (1, Gen.Constant(LosingStepKind.Refill)),
            (3, Gen.Constant(LosingStepKind.Hold)),
            (3, Gen.Constant(LosingStepKind.Close)),
            (1, Gen.Constant(LosingStepKind.Void)),
            (1, Gen.Constant(LosingStepKind.HearBlock)),
            (2, Gen.Constant(LosingStepKind.HearSale)),
            (6, Gen.Constant(LosingStepKind.ApplyList)),
            (6, Gen.Constant(LosingStepKind.Confirm)),
            (2, Gen.Constant(LosingStepKind.Wait)),
            (2, Gen.Constant(LosingStepKind.Restart)),
            (2, Gen.Constant(LosingStepKind.LosePower)),
            (1, Gen.Constant(LosingStepKind.RestoreImage)),
            (1, Gen.Constant(LosingStepKind.ChangeStorage)))
        from choice in Gen.Choose(0, 9)
        select new LosingStep(kind, choice);
}
