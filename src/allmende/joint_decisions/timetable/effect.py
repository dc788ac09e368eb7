"""From the last council to the day the agreement works: approval and announcement by legal form."""

from datetime import date

from allmende.common.holidays import ONE_DAY, working_day_from
from allmende.cooperations.options.domain import Option
from allmende.cooperations.options.timetable import Step, steps_of_authority
from allmende.joint_decisions.timetable.domain import Frame


def steps_to_effect(frame: Frame, decided_on: date | None) -> tuple[Step, ...]:
    """Return what comes after the last council, the beginning last; without a day of it, nothing.

    The application goes out on the next working day: nobody can be faster.
    """
    if decided_on is None:
        return ()
    starts_on = max(decided_on, frame.starts_on) if frame.starts_on else None
    if frame.form is None:
        return (Step("Gilt mit dem letzten nötigen Beschluss", starts_on or decided_on, ""),)
    applied_on = working_day_from(decided_on + ONE_DAY)
    option = Option("", "", frame.form, starts_on=starts_on, applied_on=applied_on)
    return tuple(steps_of_authority(option))
