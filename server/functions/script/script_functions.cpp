#include "server/functions/script/script_functions.h"

#include <QCoreApplication>

#include "server/functions/script/script_function.h"
#include "server/functions/script/script_trial.h"

namespace parley::functions {
namespace {

QString pathOf(const std::string &program)
{
    return program.empty() ? QCoreApplication::applicationDirPath() + QStringLiteral("/parley-js")
                           : QString::fromStdString(program);
}

} // namespace

ScriptFunctions::ScriptFunctions(const std::string &program, Publisher &publisher) :
    m_program(pathOf(program)), m_publisher(publisher)
{
}

FunctionEntry ScriptFunctions::entry(const StoredFunction &function)
{
    return {function.name, [this, function] {
                return std::make_unique<ScriptFunction>(function, m_program, m_slots, m_publisher);
            }};
}

FunctionEntry ScriptFunctions::trial()
{
    return {ScriptTrial::kName,
            [this] { return std::make_unique<ScriptTrial>(m_program, m_slots); }};
}

} // namespace parley::functions
