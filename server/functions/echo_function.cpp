#include "server/functions/echo_function.h"

namespace parley::functions {

void EchoFunction::invoke(FunctionCall call, FunctionDone done)
{
    done(FunctionReply{200, std::move(call.body), {}});
}

} // namespace parley::functions
