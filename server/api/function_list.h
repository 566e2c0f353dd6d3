#pragma once

#include <map>
#include <string>

#include "server/types/stored_function.h"

namespace parley {

// The functions that people wrote, by name. Thread: I/O loop.
class FunctionList final
{
public:
    void put(StoredFunction function)
    {
        const std::string name = function.name;
        m_functions.insert_or_assign(name, std::move(function));
    }
    void remove(const std::string &name) { m_functions.erase(name); }
    const StoredFunction *find(const std::string &name) const
    {
        const auto found = m_functions.find(name);
        return found == m_functions.end() ? nullptr : &found->second;
    }
    const std::map<std::string, StoredFunction> &all() const { return m_functions; }
    bool isFull() const { return m_functions.size() >= StoredFunction::kMaxFunctions; }

private:
    std::map<std::string, StoredFunction> m_functions;
};

} // namespace parley
