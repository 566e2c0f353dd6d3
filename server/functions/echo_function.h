#pragma once

#include "server/functions/function.h"

namespace parley::functions {

// Answers 200 with the body that it was given: shows what a webhook sends. Thread: functions.
class EchoFunction final : public Function
{
public:
    void invoke(FunctionCall call, FunctionDone done) override;
};

} // namespace parley::functions
