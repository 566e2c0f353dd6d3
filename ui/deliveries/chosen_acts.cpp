#include "ui/deliveries/chosen_acts.h"

#include <QItemSelectionModel>
#include <QTableView>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/models/delivery_model.h"

namespace parley::ui {

ChosenActs::ChosenActs(const PageContext &context, DeliveryModel &model, QTableView &table) :
    QObject(&table), m_context(context), m_model(model), m_table(table)
{
    connect(&context.link, &BrokerLink::addressChanged, this, &ChosenActs::stop);
}

int ChosenActs::chosen() const
{
    return int(m_table.selectionModel()->selectedRows().size());
}

void ChosenActs::start(Act act)
{
    stop();
    if (m_context.guard.isReadOnly())
        return;
    for (const auto &index : m_table.selectionModel()->selectedRows()) {
        const auto &delivery = m_model.row(index.row());
        const bool makesSense
            = act == Act::Retry ? delivery.state != QLatin1String("sending") : !delivery.isFinal();
        if (makesSense)
            m_left.append(delivery.id);
    }
    if (m_left.size() > kMost) {
        m_left.clear();
        return Q_EMIT failed(tr("That are more than %1: narrow them with the filters and use "
                                "“Retry failed…”.")
                                 .arg(kMost));
    }
    m_act = act;
    m_all = int(m_left.size());
    m_refused = 0;
    m_problem.clear();
    Q_EMIT failed({});
    if (m_all > 0)
        next();
}

void ChosenActs::stop()
{
    ++m_run;
    m_left.clear();
    Q_EMIT said({});
}

void ChosenActs::next()
{
    const auto answer = [this, run = m_run](const Result<client::Nothing> &done) {
        if (run == m_run)
            answered(done);
    };
    Q_EMIT said(tr("%1 of %2 done. Esc stops.").arg(m_all - m_left.size()).arg(m_all));
    auto &admin = m_context.link.admin();
    if (m_act == Act::Retry)
        admin.retryDelivery(m_left.constFirst(), this, answer);
    else
        admin.cancelDelivery(m_left.constFirst(), this, answer);
}

// One that is over meanwhile is refused: the others go on.
void ChosenActs::answered(const Result<client::Nothing> &done)
{
    m_left.removeFirst();
    if (!done) {
        if (m_refused++ == 0)
            m_problem = client::sentence(done.error());
    }
    if (!m_left.isEmpty())
        return next();
    Q_EMIT said({});
    if (m_refused > 0)
        Q_EMIT failed(tr("%1 of %2 were refused: %3").arg(m_refused).arg(m_all).arg(m_problem));
}

} // namespace parley::ui
