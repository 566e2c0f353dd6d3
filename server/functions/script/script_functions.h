#pragma once

#include <string>

#include <QString>

#include "server/functions/function.h"
#include "server/functions/script/script_slots.h"
#include "server/topics/publisher.h"
#include "server/types/stored_function.h"

namespace parley::functions {

// Makes the entries of functions that people wrote, and of the one that tries them. The entries
// refer to this object: it outlives the host. Thread: any, for every member.
class ScriptFunctions final
{
public:
    //! \param program path of parley-js; "": beside the program that runs.
    ScriptFunctions(const std::string &program, Publisher &publisher); // publisher: borrowed

    FunctionEntry entry(const StoredFunction &function);
    FunctionEntry trial();

private:
    const QString m_program;
    Publisher &m_publisher;
    ScriptSlots m_slots; // the functions thread's, from its first use
};

} // namespace parley::functions
